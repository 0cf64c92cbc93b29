package dev.ringspect.protocol.syntax.rust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

/** The Rust compiler of this machine, which is asked what is right. */
final class Rustc {
    private Rustc() {}

    /** The name of a rustc with {@code offset_of!} (1.77 or newer); the test is skipped where there is none. */
    static String newEnough() throws InterruptedException {
        for (String name : List.of("rustc", "rustc-web", "/usr/lib/rust-web/bin/rustc")) {
            try {
                Process process = new ProcessBuilder(name, "--version").start();
                String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Matcher numbers = Pattern.compile("rustc 1\\.(\\d+)\\.").matcher(version);
                if (process.waitFor() == 0 && numbers.find() && Integer.parseInt(numbers.group(1)) >= 77) {
                    return name;
                }
            } catch (IOException missing) {
                // the next name may be there
            }
        }
        return Assumptions.abort("there is no rustc >= 1.77 here (Debian: rustc-web)");
    }
}
