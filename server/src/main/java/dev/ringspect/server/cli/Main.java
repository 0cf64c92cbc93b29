package dev.ringspect.server.cli;

import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Failures;
import dev.ringspect.server.cli.terminal.RawArguments;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.lsp.LanguageServerMain;

/** Where the process starts. */
public final class Main {
    private Main() {}

    /** Runs one subcommand and ends the process with an exit code as {@code docs/cli.md} lists them. */
    public static void main(String[] arguments) {
        // An editor waits for its server, which needs no command line: that stays unloaded.
        boolean server = arguments.length == 1 && arguments[0].equals("lsp");
        System.exit(server
                ? LanguageServerMain.runOnStandardStreams()
                : run(Terminal.ofProcess(), RawArguments.of(arguments)));
    }

    @SuppressWarnings("IllegalCatch") // the process's own dispatcher: 1 means a finding, so no failure may end with it
    static int run(Terminal terminal, String... arguments) {
        try {
            return terminal.finish(Ringspect.commandLine(terminal).execute(arguments));
        } catch (Throwable failure) {
            terminal.say(Failures.sentence(failure));
            return terminal.finish(Exit.BUG);
        }
    }
}
