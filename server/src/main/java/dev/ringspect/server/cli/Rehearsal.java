package dev.ringspect.server.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A start without an audience. The launcher runs it once after a build, so that the JVM can keep the classes that
 * every later start needs; it must leave nothing behind and need no privilege.
 */
public final class Rehearsal {
    private Rehearsal() {}

    /** Goes through what starts have in common. */
    public static void main(String[] arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(new Terminal(nowhere, nowhere, false), "--help");
        Main.run(new Terminal(nowhere, nowhere, false), "--version");
    }
}
