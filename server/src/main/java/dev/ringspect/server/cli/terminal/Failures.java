package dev.ringspect.server.cli.terminal;

import java.util.Arrays;

/** What is said about a command that failed for a reason of our own. */
public final class Failures {
    private static final int MEBI = 20;

    private Failures() {}

    /** One sentence: that it is a bug, which, and where; or that this input needs more than there is. */
    public static String sentence(Throwable failure) {
        return switch (failure) {
            case OutOfMemoryError _ -> "ringspect: out of memory: this input needs more than the "
                    + (Runtime.getRuntime().maxMemory() >> MEBI) + " MiB that Ringspect allows itself";
            case StackOverflowError _ -> bug("the input is nested more deeply than it can follow", failure);
            default -> bug(failure.toString(), failure);
        };
    }

    private static String bug(String what, Throwable failure) {
        String where = Arrays.stream(failure.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.ringspect.")).findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")").orElse("");
        return "ringspect: this is a bug in Ringspect " + Version.ofThisBuild() + ", please report it: "
                + what.strip().replaceAll("\\s*\\R\\s*", " ") + where;
    }
}
