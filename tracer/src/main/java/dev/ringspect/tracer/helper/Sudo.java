package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Whether {@code sudo} is there and asks no password. */
final class Sudo {
    private Sudo() {}

    static boolean works() {
        try {
            Process process = new ProcessBuilder("sudo", "-n", "true").redirectErrorStream(true)
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
