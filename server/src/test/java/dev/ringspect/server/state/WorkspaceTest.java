package dev.ringspect.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final String URI = "file:///w/a.uring";

    private static final Extent ANY = new Extent.All();

    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final Workspace workspace = new Workspace(threads);

    @AfterEach
    void close() {
        workspace.close();
        threads.shutdownNow();
    }

    @Test
    void aReadSeesEveryEditBeforeIt() throws Exception {
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEmpty();
        edit("one");
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEqualTo("one");
        edit("one and a half");
        edit("two");
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEqualTo("two");
    }

    @Test
    void anEditCancelsTheReadThatRuns() {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> read = workspace.read(new Cancel(), ANY, (at, cancel) -> spin(running, cancel));
        await(running);
        edit("new");
        assertThatThrownBy(() -> get(read)).hasCauseInstanceOf(Cancelled.class).rootCause()
                .hasMessage("cancelled: EDITED");
    }

    @Test
    void aReadOfOneTextIsCancelledByItsOwnEditAlone() throws Exception {
        edit("one");
        CountDownLatch running = new CountDownLatch(2);
        Cancel ofText = new Cancel();
        Cancel ofFindings = new Cancel();
        var text = workspace.read(ofText, new Extent.OneText(URI), (at, cancel) -> spin(running, cancel));
        var findings = workspace.read(ofFindings, new Extent.Findings(URI), (at, cancel) -> spin(running, cancel));
        await(running);
        workspace.edit(at -> at.withTexts(
                at.texts().with(new Document("uring", 1, SourceText.of("file:///other.uring", "x")))));
        workspace.edit(at -> at.withTexts(
                at.texts().with(new Document("c", 1, SourceText.of("file:///other.h", "struct s;")))));
        workspace.edit(at -> at.withTexts(at.texts().withFiles(
                Map.of("file:///found.uring", SourceText.of("file:///found.uring", "protocol p;")))));
        workspace.edit(at -> at.withFolders(List.of(Path.of("/w"))));
        workspace.edit(at -> at.withConfiguration(
                at.configuration().with(new Configuration.Display(false, false, false, false, false))));
        workspace.settled().get(60, TimeUnit.SECONDS);
        assertThat(ofText.isCancelled()).isFalse();
        assertThat(ofFindings.isCancelled()).isFalse();
        workspace.edit(at -> at.withConfiguration(
                at.configuration().with(new InspectionSettings(Map.of("L04", Optional.empty())))));
        assertThatThrownBy(() -> get(findings)).rootCause().hasMessage("cancelled: EDITED");
        assertThat(ofText.isCancelled()).isFalse();
        edit("two");
        assertThatThrownBy(() -> get(text)).rootCause().hasMessage("cancelled: EDITED");
    }

    /** The other text is edited while it is read, which ends the reading but not the question. */
    @Test
    void aReadThatMeetsAnEditedNeighbourRunsAgainOnTheTextsThereAreThen() throws Exception {
        String other = "file:///w/other.uring";
        edit("one");
        open(other, "protocol before;" + " struct s { int x; };".repeat(2_000));
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<String> read = workspace.read(new Cancel(), new Extent.OneText(URI), (at, cancel) -> {
            if (runs.incrementAndGet() == 1) {
                open(other, "protocol after;");
                workspace.settled().join();
            }
            return at.texts().protocolFile(other).orElseThrow().model().protocol().orElseThrow().name();
        });
        assertThat(get(read)).isEqualTo("after");
        assertThat(runs).hasValue(2);
        edit("two");
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEqualTo("two");
    }

    @Test
    void aReadThatMeetsAnEditedNeighbourIsCancelledByItsOwnEdit() {
        String other = "file:///w/other.uring";
        edit("one");
        open(other, "protocol before;" + " struct s { int x; };".repeat(2_000));
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Integer> read = workspace.read(new Cancel(), new Extent.OneText(URI), (at, cancel) -> {
            runs.incrementAndGet();
            open(other, "protocol after;");
            edit("two");
            workspace.settled().join();
            return at.texts().protocolFile(other).orElseThrow().model().problems().size();
        });
        assertThatThrownBy(() -> get(read)).rootCause().hasMessage("cancelled: EDITED");
        assertThat(runs).hasValue(1);
    }

    @Test
    void trafficCancelsNothingAndKeepsTheTexts() throws Exception {
        edit("one");
        Texts texts = workspace.settled().get(60, TimeUnit.SECONDS).texts();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch trafficCame = new CountDownLatch(1);
        CompletableFuture<Boolean> read = workspace.read(new Cancel(), ANY, (at, cancel) -> {
            running.countDown();
            await(trafficCame);
            return cancel.isCancelled();
        });
        await(running);
        TrafficView view = new TrafficView(List.of(new TrafficView.Trace(1, "all", 5, 0, java.util.Optional.empty())),
                java.util.Map.of(), java.util.Map.of(), List.of());
        workspace.traffic(view);
        Snapshot after = workspace.settled().get(60, TimeUnit.SECONDS);
        trafficCame.countDown();
        assertThat(get(read)).isFalse();
        assertThat(after.traffic()).isSameAs(view);
        assertThat(after.texts()).isSameAs(texts);
    }

    @Test
    void aLongReadHoldsUpNeitherEditsNorOtherReads() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> slow = workspace.read(new Cancel(), ANY, (at, cancel) -> {
            running.countDown();
            await(end);
            return at.texts().text(URI).map(SourceText::text).orElse("");
        });
        await(running);
        edit("new");
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEqualTo("new");
        end.countDown();
        assertThat(get(slow)).as("it kept the snapshot it began with").isEmpty();
    }

    @Test
    void anEditThatChangesNothingIsNone() throws Exception {
        edit("one");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> read = workspace.read(new Cancel(), ANY, (at, cancel) -> {
            running.countDown();
            await(end);
            return cancel.isCancelled();
        });
        await(running);
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().withFiles(java.util.Map.of())));
        workspace.settled().get(60, TimeUnit.SECONDS);
        end.countDown();
        assertThat(get(read)).isFalse();
    }

    @Test
    void aChangeThatFailsIsNone() throws Exception {
        edit("one");
        CompletableFuture<Thread> writer = new CompletableFuture<>();
        workspace.edit(at -> {
            writer.complete(Thread.currentThread());
            throw new IllegalStateException("a bug");
        });
        assertThat(get(workspace.read(new Cancel(), ANY, WorkspaceTest::text))).isEqualTo("one");
        CompletableFuture<Thread> next = new CompletableFuture<>();
        workspace.edit(at -> {
            next.complete(Thread.currentThread());
            return at;
        });
        assertThat(get(next)).isSameAs(get(writer));
    }

    @Test
    void afterClosingReadsAreCancelled() {
        workspace.close();
        assertThatThrownBy(() -> get(workspace.read(new Cancel(), ANY, WorkspaceTest::text)))
                .hasCauseInstanceOf(Cancelled.class);
    }

    private void edit(String text) {
        open(URI, text);
    }

    private void open(String uri, String text) {
        workspace.edit(snapshot -> snapshot
                .withTexts(snapshot.texts().with(new Document("uring", 1, SourceText.of(uri, text)))));
    }

    private static String text(Snapshot at, Cancel cancel) {
        cancel.check();
        return at.texts().text(URI).map(SourceText::text).orElse("");
    }

    @Test
    void aReadThatNoThreadTakesAnyMoreIsAnswered() {
        threads.shutdown();
        assertThatThrownBy(() -> get(workspace.read(new Cancel(), ANY, WorkspaceTest::text)))
                .hasCauseInstanceOf(Cancelled.class);
    }

    private static String spin(CountDownLatch running, Cancel cancel) {
        running.countDown();
        while (true) {
            cancel.check();
            Thread.onSpinWait();
        }
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
