package dev.ringspect.server.cli;

import java.nio.file.Path;

/** Where the pieces of this checkout lie. */
final class HelperPlaces {
    /** Where instructions put a copy of the helper that carries a privilege. */
    static final Path INSTALLED = Path.of("/usr/local/lib/ringspect/ringspect-helper");

    private HelperPlaces() {}

    /** The checkout's root, as the launcher says. */
    static Path home() {
        return Path.of(System.getProperty("ringspect.home", ".")).toAbsolutePath().normalize();
    }

    /** The command that a user types. */
    static Path launcher() {
        return home().resolve("ringspect");
    }

    /** The helper that is started. */
    static Path helper() {
        return home().resolve("tracer/target/native/ringspect-helper");
    }
}
