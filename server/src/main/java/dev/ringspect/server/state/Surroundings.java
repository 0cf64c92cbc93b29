package dev.ringspect.server.state;

import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Sources;
import org.jspecify.annotations.Nullable;

/**
 * Where protocol files find what they import. The system's headers are looked for when the first file needs them, so that
 * a start does not wait for that; what was read is remembered. Safe for use by any thread.
 */
public final class Surroundings {
    /** The files beside a protocol file and nothing else. */
    static final Surroundings BARE = new Surroundings(List.of(), false);

    private final List<Path> includePaths;
    private final boolean system;
    private @Nullable Environment environment;

    private Surroundings(List<Path> includePaths, boolean system) {
        this.includePaths = List.copyOf(includePaths);
        this.system = system;
    }

    /** The files beside a protocol file, then these folders, then the system's headers. */
    public static Surroundings ofSystem(List<Path> includePaths) {
        return new Surroundings(includePaths, true);
    }

    /** The folders to look into. */
    List<Path> includePaths() {
        return includePaths;
    }

    /** What to read a protocol file in, with these texts. */
    synchronized Environment with(Sources sources) {
        Environment made = environment;
        if (made == null) {
            made = system ? Environment.disk().with(includePaths) : Environment.bare(Sources.disk());
            environment = made;
        }
        return made.with(sources);
    }
}
