package dev.ringspect.server.cli;

import java.util.concurrent.Callable;

import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.server.lsp.LanguageServerMain;
import picocli.CommandLine.Command;

/** {@code lsp}: the language server. {@link Main} starts it without this class, which is here for the help. */
@Command(name = "lsp", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "The language server, on standard input and output; an editor starts it.")
final class LanguageServer implements Callable<Integer> {
    @Override
    public Integer call() {
        return LanguageServerMain.runOnStandardStreams();
    }
}
