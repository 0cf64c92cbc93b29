package dev.ringspect.server.cli.terminal;

/** What the process says to its caller. */
public final class Exit {
    /** The command did what it was asked to. */
    public static final int DONE = 0;
    /** Something was found that reaches the severity asked about. */
    public static final int FOUND = 1;
    /** Wrong usage, or an input that can't be used. */
    public static final int USAGE = 2;
    /** The kernel or a privilege refused. */
    public static final int REFUSED = 3;
    /** A bug in Ringspect itself; EX_SOFTWARE of sysexits.h. */
    public static final int BUG = 70;

    private Exit() {}
}
