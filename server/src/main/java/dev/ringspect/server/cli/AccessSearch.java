package dev.ringspect.server.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.ringspect.server.cli.Access.Way;

/** Finds out how the helper gets to its privilege, by starting it each way and asking it. */
final class AccessSearch {
    private static final int PATIENCE_SECONDS = 20;

    private AccessSearch() {}

    static Access of(Path helper) {
        Optional<Probe> plain = ask(List.of(helper.toString(), "--probe"));
        if (plain.filter(Probe::ready).isPresent()) {
            return new Access(plain.get().euid() == 0 ? Way.ROOT : Way.CAPABILITIES, plain);
        }
        if (plain.filter(probe -> probe.euid() == 0).isPresent()) {
            return new Access(Way.ROOT, plain);
        }
        Optional<Probe> bySudo = ask(List.of("sudo", "-n", helper.toString(), "--probe"));
        return bySudo.isPresent() ? new Access(Way.SUDO, bySudo) : new Access(Way.NONE, plain);
    }

    private static Optional<Probe> ask(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                // One object of a few kilobytes, which a pipe holds: waiting first can't deadlock.
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                return Probe.parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

}
