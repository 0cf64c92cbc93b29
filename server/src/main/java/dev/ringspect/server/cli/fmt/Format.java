package dev.ringspect.server.cli.fmt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

import dev.ringspect.protocol.format.Formatter;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.ByteText;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.server.cli.terminal.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fmt}: formats protocol files in place. */
@Command(name = "fmt", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Formats .uring files in place; only white space changes.",
        "What does not parse is left as it is, said on standard error, and makes the exit code 2."})
public final class Format implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;

    @Option(names = "--check", description = "Changes nothing; names the files that are not formatted, and exits with 1 when there is one.")
    private boolean check;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files; - formats standard input to standard output.")
    private List<String> files = List.of();

    public Format(Terminal terminal) {
        this.terminal = terminal;
    }

    /** How a file was found. */
    private enum Outcome {
        FORMATTED, NOT_FORMATTED, UNUSABLE
    }

    @Override
    public Integer call() {
        Outcome worst = Outcome.FORMATTED;
        for (String file : files) {
            Outcome outcome = format(file);
            worst = outcome.compareTo(worst) > 0 ? outcome : worst;
        }
        return switch (worst) {
            case FORMATTED -> Exit.DONE;
            case NOT_FORMATTED -> check ? Exit.FOUND : Exit.DONE;
            case UNUSABLE -> Exit.USAGE;
        };
    }

    private Outcome format(String name) {
        try {
            boolean input = name.equals(STANDARD_INPUT);
            byte[] bytes = input ? standardInput() : RegularFile.read(ByteText.path(name), UringFile.LARGEST);
            // Bytes that are no UTF-8 would not survive being written again.
            String before = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            UringFile parsed = UringFile.parse(SourceText.of(name, before));
            String after = Formatter.formatted(parsed).text();
            if (check && !after.equals(before)) {
                terminal.print(name);
            } else if (!check && input) {
                terminal.write(after);
            } else if (!check && !after.equals(before)) {
                WholeFile.write(ByteText.path(name), after);
            }
            return complain(parsed)
                    ? Outcome.UNUSABLE
                    : after.equals(before) ? Outcome.FORMATTED : Outcome.NOT_FORMATTED;
        } catch (CharacterCodingException _) {
            terminal.say("ringspect: " + name + ": it is not UTF-8, so it is left as it is");
        } catch (IOException failed) {
            terminal.say("ringspect: " + name + ": " + RegularFile.reason(failed));
        }
        return Outcome.UNUSABLE;
    }

    /** Says why parts of the text were left alone; false when none was. */
    private boolean complain(UringFile parsed) {
        List<Problem> errors = new ArrayList<>(
                parsed.problems().stream().filter(problem -> problem.severity() == Severity.ERROR).toList());
        parsed.unclear().forEach(span -> errors.add(new Problem(span, Severity.ERROR,
                "this is no C declaration as it stands, so it is not formatted; 'ringspect check' says more")));
        errors.stream().sorted(Comparator.comparingInt(problem -> problem.span().start()))
                .map(problem -> problem.line(parsed.source()))
                .forEach(terminal::say);
        return !errors.isEmpty();
    }

    private static byte[] standardInput() throws IOException {
        byte[] bytes = System.in.readNBytes(UringFile.LARGEST + 1);
        if (bytes.length > UringFile.LARGEST) {
            throw new IOException("it is larger than 1 MiB, and no protocol file is");
        }
        return bytes;
    }
}
