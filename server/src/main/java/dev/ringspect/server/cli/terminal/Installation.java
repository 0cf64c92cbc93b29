package dev.ringspect.server.cli.terminal;

import java.nio.file.Path;

/** Where the pieces of this checkout lie. */
public final class Installation {
    private Installation() {}

    /** The checkout's root, as the launcher says. */
    static Path home() {
        return Path.of(System.getProperty("ringspect.home", System.getProperty("ringspect.root", "."))).toAbsolutePath()
                .normalize();
    }

    /** The command that a user types. */
    public static Path launcher() {
        return home().resolve("ringspect");
    }

    /** Where the build puts the helper. */
    public static Path builtHelper() {
        return home().resolve("tracer/target/native/ringspect-helper");
    }

    /** The protocol that {@code demo} decodes with. */
    public static Path demoProtocol() {
        return home().resolve("examples/demo.uring");
    }
}
