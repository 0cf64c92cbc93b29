package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Extent;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a feature that fails, is overtaken, or is no longer wanted. */
class RequestsTest {
    private static final Extent ANY = new Extent.AllTexts();

    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final Workspace workspace = new Workspace(threads);
    private final Lifecycle lifecycle = new Lifecycle();
    private final Requests requests = new Requests(workspace, lifecycle, new Client());

    @BeforeEach
    void initialize() {
        lifecycle.initialize();
    }

    @AfterEach
    void close() {
        workspace.close();
        threads.shutdownNow();
    }

    @Test
    void aFeatureThatFailsAnswersAnErrorAndTheNextOneRuns() throws Exception {
        CompletableFuture<String> failed = requests.read("test/bug", ANY, (at, cancel) -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(codeOf(failed)).isEqualTo(ResponseErrorCode.InternalError.getValue());
        assertThat(requests.read("test/fine", ANY, (at, cancel) -> "fine").get(60, TimeUnit.SECONDS)).isEqualTo("fine");
    }

    @Test
    void anEditEndsARunningFeatureWithContentModified() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> slow = requests.read("test/slow", ANY, (at, cancel) -> spin(running, cancel));
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        workspace.edit(snapshot -> snapshot.withTexts(
                snapshot.texts().with(new Document("uring", 1, SourceText.of("file:///a.uring", "x")))));
        assertThat(codeOf(slow)).isEqualTo(ResponseErrorCode.ContentModified.getValue());
    }

    @Test
    void aClientThatCancelsStopsTheFeature() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Cancel> seen = new CompletableFuture<>();
        CompletableFuture<String> slow = requests.read("test/slow", ANY, (at, cancel) -> {
            seen.complete(cancel);
            return spin(running, cancel);
        });
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        slow.cancel(true);
        assertThatThrownBy(seen.get(60, TimeUnit.SECONDS)::check).hasMessage("cancelled: REQUESTED");
    }

    private static String spin(CountDownLatch running, Cancel cancel) {
        running.countDown();
        while (true) {
            cancel.check();
            Thread.onSpinWait();
        }
    }

    private static int codeOf(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ResponseErrorException error) {
                return error.getResponseError().getCode();
            }
            throw failed;
        }
        throw new AssertionError("an error was expected");
    }
}
