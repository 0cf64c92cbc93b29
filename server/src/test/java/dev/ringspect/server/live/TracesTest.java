package dev.ringspect.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces while somebody types in a protocol file that takes longer to read than the next key does to come. */
class TracesTest {
    private static final String URI = "file:///w/sender.uring";
    private static final int PAUSE_MILLIS = 20;
    private static final String LONG = CommandSender.PROTOCOL + structs(4_000);

    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final Workspace workspace = new Workspace(threads);
    private final Traces traces = new Traces(workspace, threads, message -> {});
    private int version;

    @BeforeEach
    void tracingIsPossible() throws Exception {
        Tracing.assumePossible();
    }

    @AfterEach
    void close() {
        traces.close();
        workspace.close();
        threads.shutdownNow();
    }

    @Test
    void trafficGoesOnWhileSomebodyTypesAndAfter() throws Exception {
        open(CommandSender.PROTOCOL);
        var own = new TraceRequest.Target.Processes(List.of((int) ProcessHandle.current().pid()));
        assertThat(traces.start(new TraceRequest(own, Set.of(), Set.of()))).isInstanceOf(StartOutcome.Running.class);
        sendUntil(() -> seen() > 0, () -> {});
        for (int round = 0; round < 3; round++) {
            long before = seen();
            sendUntil(() -> seen() > before, this::type);
        }
        long before = seen();
        sendUntil(() -> seen() > before, () -> {});
    }

    @Test
    void aTraceThatStartsWhileSomebodyTypesIsOne() throws Exception {
        Set<Long> others = children();
        type();
        var program = new TraceRequest.Target.Program(List.of("sleep", "1000"));
        CompletableFuture<StartOutcome> start = CompletableFuture
                .supplyAsync(() -> traces.start(new TraceRequest(program, Set.of(), Set.of())), threads);
        for (int key = 0; key < 150 && !start.isDone(); key++) {
            type();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        assertThat(start.get(60, TimeUnit.SECONDS)).isInstanceOf(StartOutcome.Running.class);
        assertThat(traces.stop(OptionalInt.empty())).extracting(TrafficView.Trace::id).containsExactly(1);
        await(() -> others.containsAll(children()), () -> {});
    }

    @Test
    void twoTracesAddUp() throws Exception {
        open(CommandSender.PROTOCOL);
        await(() -> !workspace.newest().texts().protocolFiles().isEmpty(), () -> {});
        var own = new TraceRequest.Target.Processes(List.of((int) ProcessHandle.current().pid()));
        var request = new TraceRequest(own, Set.of(), Set.of());
        assertThat(traces.start(request)).isInstanceOf(StartOutcome.Running.class);
        CommandSender.main(new String[]{"30"});
        await(() -> seen() == 30, () -> {});
        assertThat(traces.start(request)).isInstanceOf(StartOutcome.Running.class);
        CommandSender.main(new String[]{"2"});
        await(() -> seen() == 34, () -> {});
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    /** Sends a command now and then, and does {@code meanwhile} after each, until it is as wanted. */
    private static void sendUntil(BooleanSupplier wanted, Runnable meanwhile) throws InterruptedException {
        await(wanted, () -> {
            CommandSender.main(new String[]{"1"});
            meanwhile.run();
        });
    }

    private static void await(BooleanSupplier wanted, Runnable meanwhile) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came").isLessThan(deadline);
            meanwhile.run();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** How many commands the workspace shows. */
    private long seen() {
        return Optional.ofNullable(workspace.newest().traffic().commands().get(new CommandName("sender", "REQUEST")))
                .map(TrafficView.CommandTraffic::seen).orElse(0L);
    }

    private void type() {
        open(LONG + "\n".repeat(version % 50));
    }

    private void open(String text) {
        Document document = new Document("uring", ++version, SourceText.of(URI, text));
        workspace.edit(at -> at.withTexts(at.texts().with(document)));
    }

    private static String structs(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append("struct s").append(i).append(" { __u32 a; __u32 b; __u64 c; };\n");
        }
        return all.toString();
    }
}
