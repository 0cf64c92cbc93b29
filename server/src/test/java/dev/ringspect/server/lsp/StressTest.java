package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random edits of several files of all languages with requests in flight: now and then the server must say of every text what a server says
 * that was never told anything else. {@code -Dringspect.stress.seconds=600} makes it longer, {@code -Dringspect.stress.seed=N}
 * another.
 */
class StressTest {
    private static final int SECONDS = Integer.getInteger("ringspect.stress.seconds", 20);
    private static final long SEED = Long.getLong("ringspect.stress.seed", 20_261_122L);
    private static final int EDITS_BETWEEN_LOOKS = 60;
    private static final long MOST_GROWTH = 48L << 20;

    private static final Map<String, String> TEXTS = Map.of("file:///w/one.uring", """
            protocol one;
            import "stress.h";
            on device "/dev/one";
            needs sqe128;
            refine struct stress_io { op : enum stress_op; len in 0 .. STRESS_MAX; }
            command IO = STRESS_CMD { payload struct stress_io; check len % 512 == 0 warning "odd"; }
            """, "file:///w/two.uring", """
            protocol two;
            on socket;
            #define LIMIT 16
            enum op : __u8 { READ = 1, WRITE };
            struct io { __u8 op; __u32 len; __u64 addr; struct { __u16 tag; } in[2]; };
            refine struct io { op : enum op; len bits { 0..3 low; } value twice = len * 2; }
            command GET = 1 { payload struct io; sqe { optlen as length; } errors { EINVAL "no"; } check in[1].tag == 0; }
            """, "file:///w/stress.h", """
            #define STRESS_MAX 4096
            #define STRESS_CMD _IOW('s', 1, struct stress_io)
            enum stress_op { STRESS_READ, STRESS_WRITE };
            struct stress_io { unsigned char op; unsigned int len; unsigned long long addr; };
            // ringspect: payload sqe64
            struct stress_marked { unsigned char op; unsigned int len; };
            """, "file:///w/stress.rs", """
            // ringspect: payload sqe128
            #[repr(C)]
            pub struct Command { op: u8, len: u32, addr: u64 }
            fn handle(sqe: &Sqe) { let command = sqe.cmd_data::<Command>(); }
            """);

    private final ConcurrentLinkedQueue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            boolean ours = String.valueOf(entry.getLoggerName()).startsWith("ringspect");
            boolean grave = entry.getLevel().intValue() >= (ours ? Level.WARNING : Level.SEVERE).intValue();
            if (grave && !wasEnding(entry.getThrown())) {
                logged.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /**
     * A server that ends is interrupted, maybe while it writes, which closes its channel for other threads too; the client
     * is gone by then.
     */
    private static boolean wasEnding(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        while (cause != null && !(cause instanceof ClosedChannelException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(listener);
    }

    @Test
    void whateverIsTypedTheServerKnowsTheTextsAsTheyAre() {
        Random random = new Random(SEED);
        List<RandomEditor> editors = TEXTS.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> new RandomEditor(entry.getKey(), entry.getValue(), random)).toList();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long edits = 0;
        long settled = 0;
        long requests = 0;
        try (EditorSession session = EditorSession.pulling()) {
            open(session, editors);
            for (int round = 0; System.nanoTime() < deadline; round++) {
                List<CompletableFuture<?>> flying = new ArrayList<>();
                for (int i = 0; i < EDITS_BETWEEN_LOOKS; i++) {
                    RandomEditor editor = editors.get(random.nextInt(editors.size()));
                    session.server.getTextDocumentService().didChange(editor.edit());
                    edits++;
                    for (int n = random.nextInt(3); n > 0; n--) {
                        CompletableFuture<?> asked = ask(session, editor, random);
                        if (random.nextInt(3) == 0) {
                            asked.cancel(true);
                        }
                        flying.add(asked);
                    }
                }
                requests += flying.size();
                flying.forEach(StressTest::mustNotFail);
                compare(session, editors, "round " + round + " of seed " + SEED);
                if (round == 5) {
                    settled = used();
                }
            }
        }
        System.out.printf("stress: %,d edits, %,d requests, seed %d%n", edits, requests, SEED);
        assertThat(logged).as("what was logged, seed " + SEED).isEmpty();
        if (settled > 0) {
            assertThat(used() - settled).as("growth of the heap in bytes").isLessThan(MOST_GROWTH);
        }
    }

    private static void compare(EditorSession session, List<RandomEditor> editors, String when) {
        try (EditorSession fresh = EditorSession.pulling()) {
            open(fresh, editors);
            for (RandomEditor editor : editors) {
                TextDocumentIdentifier document = new TextDocumentIdentifier(editor.uri());
                assertThat(diagnostics(session, document)).as(when + ", diagnostics of\n" + editor.text())
                        .isEqualTo(diagnostics(fresh, document));
                assertThat(tokens(session, document)).as(when + ", tokens of\n" + editor.text())
                        .isEqualTo(tokens(fresh, document));
                assertThat(hints(session, document)).as(when + ", hints of\n" + editor.text())
                        .isEqualTo(hints(fresh, document));
                assertThat(symbols(session, document)).as(when + ", symbols of\n" + editor.text())
                        .isEqualTo(symbols(fresh, document));
            }
        }
    }

    private static Object diagnostics(EditorSession session, TextDocumentIdentifier document) {
        return EditorSession.await(
                session.server.getTextDocumentService().diagnostic(new DocumentDiagnosticParams(document))).getLeft()
                .getItems();
    }

    private static Object tokens(EditorSession session, TextDocumentIdentifier document) {
        return EditorSession.await(
                session.server.getTextDocumentService().semanticTokensFull(new SemanticTokensParams(document)))
                .getData();
    }

    private static Object hints(EditorSession session, TextDocumentIdentifier document) {
        Range everything = new Range(new Position(0, 0), new Position(100_000, 0));
        return EditorSession.await(
                session.server.getTextDocumentService().inlayHint(new InlayHintParams(document, everything)));
    }

    private static Object symbols(EditorSession session, TextDocumentIdentifier document) {
        return EditorSession.await(
                session.server.getTextDocumentService().documentSymbol(new DocumentSymbolParams(document)));
    }

    private static CompletableFuture<?> ask(EditorSession session, RandomEditor editor, Random random) {
        TextDocumentService documents = session.server.getTextDocumentService();
        TextDocumentIdentifier document = new TextDocumentIdentifier(editor.uri());
        Position place = editor.place();
        Range before = new Range(new Position(0, 0), place);
        return switch (random.nextInt(18)) {
            case 0 -> documents.hover(new HoverParams(document, place));
            case 1 -> documents.completion(new CompletionParams(document, place));
            case 2 -> documents.definition(new DefinitionParams(document, place));
            case 3 -> documents.references(new ReferenceParams(document, place, new ReferenceContext(true)));
            case 4 -> documents.documentHighlight(new DocumentHighlightParams(document, place));
            case 5 -> documents.rename(new RenameParams(document, place, "renamed"));
            case 6 -> documents.signatureHelp(new SignatureHelpParams(document, place));
            case 7 -> documents.semanticTokensFull(new SemanticTokensParams(document));
            case 8 -> documents.foldingRange(new FoldingRangeRequestParams(document));
            case 9 -> session.server.getWorkspaceService().symbol(new WorkspaceSymbolParams("st"));
            case 10 -> documents.codeAction(
                    new CodeActionParams(document, new Range(place, place), new CodeActionContext(List.of())));
            case 11 -> documents.inlayHint(new InlayHintParams(document, before));
            case 12 -> documents.codeLens(new CodeLensParams(document));
            case 13 -> documents.selectionRange(new SelectionRangeParams(document, List.of(place)));
            case 14 -> documents.rangeFormatting(
                    new DocumentRangeFormattingParams(document, new FormattingOptions(4, true), before));
            case 15 -> documents.documentLink(new DocumentLinkParams(document));
            case 16 -> documents.diagnostic(new DocumentDiagnosticParams(document));
            default -> documents.documentSymbol(new DocumentSymbolParams(document));
        };
    }

    /** A request may be cancelled, overtaken by an edit, or refused with a reason; it never fails. */
    private static void mustNotFail(CompletableFuture<?> asked) {
        try {
            asked.get(60, TimeUnit.SECONDS);
        } catch (CancellationException cancelled) {
            // as the client wanted
        } catch (ExecutionException refused) {
            assertThat(refused.getCause()).isInstanceOfSatisfying(ResponseErrorException.class,
                    error -> assertThat(error.getResponseError().getCode()).as(error.getMessage()).isIn(
                            ResponseErrorCode.ContentModified.getValue(),
                            ResponseErrorCode.RequestCancelled.getValue(),
                            ResponseErrorCode.ServerCancelled.getValue(),
                            ResponseErrorCode.RequestFailed.getValue()));
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("no answer", late);
        }
    }

    private static void open(EditorSession session, List<RandomEditor> editors) {
        for (RandomEditor editor : editors) {
            String language = editor.uri().endsWith(".h") ? "c" : editor.uri().endsWith(".rs") ? "rust" : "uring";
            session.server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                    new TextDocumentItem(editor.uri(), language, 1, editor.text())));
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
