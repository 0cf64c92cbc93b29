package dev.ringspect.server.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import dev.ringspect.protocol.text.ByteText;
import dev.ringspect.server.cli.check.CheckCommand;
import dev.ringspect.server.cli.demo.Demo;
import dev.ringspect.server.cli.doctor.Doctor;
import dev.ringspect.server.cli.fmt.Format;
import dev.ringspect.server.cli.layout.Layout;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.server.cli.trace.Trace;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command without a subcommand, and the list of the subcommands. */
@Command(name = "ringspect", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", description = "Shows what the kernel was really told: io_uring commands, decoded by the layout you declare.", footerHeading = "%n", footer = {
        "Start with 'ringspect demo'; 'ringspect doctor' says what is missing here.",
        "Exit codes: 0 done, 1 a finding reached the severity asked about,",
        "2 wrong usage or unusable input, 3 the kernel or a privilege refused."})
public final class Ringspect implements Callable<Integer> {
    private final Terminal terminal;

    private Ringspect(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The whole command line, writing to {@code terminal}. */
    public static CommandLine commandLine(Terminal terminal) {
        CommandLine all = new CommandLine(new Ringspect(terminal)).addSubcommand(new Demo(terminal))
                .addSubcommand(new Doctor(terminal))
                .addSubcommand(new Layout(terminal)).addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new Format(terminal))
                .addSubcommand(new Trace(terminal))
                .addSubcommand(new LanguageServer());
        all.setOut(new PrintWriter(new OutputStreamWriter(terminal.data(), StandardCharsets.UTF_8), true));
        all.setErr(new PrintWriter(terminal.messages(), true, StandardCharsets.UTF_8));
        all.registerConverter(Path.class, ByteText::path);
        all.setUsageHelpWidth(100);
        // an argument that starts with @ is a file's name, or a word of the command to trace
        all.setExpandAtFiles(false);
        all.setExecutionExceptionHandler((failure, command, parsed) -> {
            throw failure;
        });
        return all;
    }

    @Override
    public Integer call() {
        terminal.say("ringspect: which command?");
        new CommandLine(this).usage(terminal.messages());
        return Exit.USAGE;
    }
}
