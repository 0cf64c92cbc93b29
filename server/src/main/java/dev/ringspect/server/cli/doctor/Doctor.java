package dev.ringspect.server.cli.doctor;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.google.gson.stream.JsonWriter;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Installation;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Terminal.Ink;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.tracer.helper.HelperBinary;
import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.sys.SysResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: what this kernel and user allow, each with the fix. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Says what this kernel and this user allow, and what to do where something is missing.",
        "Exit code 0 when tracing works, 3 when it does not."})
public final class Doctor implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    public Doctor(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path helper = switch (HelperBinary.find()) {
            case HelperBinary.Search.Found(Path found) -> found;
            case HelperBinary.Search.Missing ignored -> expectedHelper();
        };
        Machine machine = Machine.here(helper, ringRefusal());
        List<Readiness> checks = Checkup.of(machine, Access.of(helper));
        boolean ready = Checkup.ready(checks);
        if (json) {
            terminal.print(json(checks, ready));
        } else {
            checks.forEach(this::print);
            terminal.print("");
            terminal.print(ready
                    ? "Tracing works here. Next: ringspect demo"
                    : "Tracing does not work here yet: see what is missing above.");
        }
        return ready ? Exit.DONE : Exit.REFUSED;
    }

    private static Path expectedHelper() {
        String named = System.getenv("RINGSPECT_HELPER");
        return named == null || named.isBlank() ? Installation.builtHelper() : Path.of(named);
    }

    /** Why this user can't make a ring, empty when it works. */
    private static Optional<String> ringRefusal() {
        return switch (Ring.open(RingOptions.of(4, 0))) {
            case SysResult.Failed<Ring> failed -> Optional.of(failed.error().text());
            case SysResult.Ok<Ring>(Ring ring) -> {
                ring.close();
                yield Optional.empty();
            }
        };
    }

    private void print(Readiness check) {
        Ink ink = switch (check.state()) {
            case OK -> Ink.GOOD;
            case LIMITED -> Ink.CAUTION;
            case MISSING -> Ink.BAD;
        };
        terminal.print(terminal.paint(ink, "%-8s".formatted(check.state().word())) + " "
                + "%-22s".formatted(check.name()) + " " + check.found());
        check.fix().forEach(line -> terminal.print(" ".repeat(32) + line));
    }

    /** The documented shape; {@code docs/cli.md} shows it. */
    static String json(List<Readiness> checks, boolean ready) {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.beginObject().name("schema").value(1).name("ready").value(ready).name("checks").beginArray();
            for (Readiness check : checks) {
                out.beginObject().name("name").value(check.name()).name("state").value(check.state().word())
                        .name("found").value(check.found()).name("fix").beginArray();
                for (String line : check.fix()) {
                    out.value(line);
                }
                out.endArray().endObject();
            }
            out.endArray().endObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return text.toString();
    }
}
