package dev.ringspect.server.lsp;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.services.LanguageClient;

/** Starts the language server. */
public final class LanguageServerMain {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private LanguageServerMain() {}

    /**
     * Serves on standard input and output until the client is gone. What anything prints to standard output from now on
     * goes to standard error, since the protocol owns standard output.
     *
     * @return the exit code, see {@link #run}
     */
    public static int runOnStandardStreams() {
        PrintStream protocol = System.out;
        System.setOut(System.err);
        return run(System.in, protocol);
    }

    /**
     * Serves one client until it sends {@code exit}, closes the input, or its process ends.
     *
     * @param in the client's messages
     * @param out takes the server's messages
     * @return the exit code: 0 when the client shut the server down first, else 1; also 1 once it can't be told where the
     *         client's messages begin, so that the client starts the server anew
     */
    public static int run(InputStream in, OutputStream out) {
        Lifecycle lifecycle = new Lifecycle();
        ExecutorService threads = Executors
                .newCachedThreadPool(Thread.ofPlatform().name("ringspect-", 0).daemon().factory());
        try (RingspectServer server = new RingspectServer(lifecycle, threads)) {
            FramedInput messages = new FramedInput(in, instead -> {
                LOG.log(Level.ERROR, "The client''s messages are out of step, so the server ends: there is {0}",
                        instead);
                lifecycle.fail();
            });
            Launcher<LanguageClient> launcher = new Connection().setLocalService(server)
                    .setRemoteInterface(LanguageClient.class).setInput(messages).setOutput(out)
                    .setExecutorService(threads).create();
            server.connect(launcher.getRemoteProxy());
            Future<Void> listening = launcher.startListening();
            threads.execute(() -> {
                waitForEnd(listening);
                lifecycle.exit();
            });
            return lifecycle.exitCode().join();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void waitForEnd(Future<Void> listening) {
        try {
            listening.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException broken) {
            LOG.log(Level.WARNING, "the connection broke", broken.getCause());
        }
    }

    /** The language server alone, without the command line: {@code java -cp ... dev.ringspect.server.lsp.LanguageServerMain}. */
    public static void main(String[] arguments) {
        System.exit(runOnStandardStreams());
    }
}
