package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Whether {@code sudo} is there and runs the helper without a password. */
final class Sudo {
    private Sudo() {}

    /** Asked for the very program, since a rule may allow nothing else. */
    static boolean runs(Path helper) {
        try {
            Process process = new ProcessBuilder("sudo", "-n", "--", helper.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            // No sudo here: then it does not work.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
