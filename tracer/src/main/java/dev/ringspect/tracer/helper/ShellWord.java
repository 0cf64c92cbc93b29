package dev.ringspect.tracer.helper;

import java.nio.file.Path;

/** Paths as a shell reads them, for commands that a person copies. */
public final class ShellWord {
    private ShellWord() {}

    /** The path as one word: in quotes where it has other than plain characters. */
    public static String of(Path path) {
        String text = path.toString();
        return text.matches("[\\w/.+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
