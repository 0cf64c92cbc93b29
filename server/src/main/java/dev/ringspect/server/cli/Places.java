package dev.ringspect.server.cli;

import java.nio.file.Path;

/** Where the pieces of this checkout lie. */
final class Places {
    private Places() {}

    /** The checkout's root, as the launcher says. */
    static Path home() {
        return Path.of(System.getProperty("ringspect.home", System.getProperty("ringspect.root", "."))).toAbsolutePath()
                .normalize();
    }

    /** The command that a user types. */
    static Path launcher() {
        return home().resolve("ringspect");
    }

    /** Where the build puts the helper. */
    static Path builtHelper() {
        return home().resolve("tracer/target/native/ringspect-helper");
    }

    /** The protocol that {@code demo} decodes with. */
    static Path demoProtocol() {
        return home().resolve("examples/demo.uring");
    }
}
