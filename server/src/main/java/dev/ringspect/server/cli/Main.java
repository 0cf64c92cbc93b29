package dev.ringspect.server.cli;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one subcommand and ends the process with an exit code as {@code docs/cli.md} lists them. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    static int run(Terminal terminal, String... arguments) {
        int exit = Ringspect.commandLine(terminal).execute(arguments);
        return terminal.finish() ? exit : Exit.DONE;
    }
}
