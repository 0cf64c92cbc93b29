package dev.ringspect.server.lsp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import dev.ringspect.protocol.text.Encoding;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;

/** Edits one document at random, as an editor would send it: inserts, deletes, undoes, pastes. */
final class RandomEditor {
    private static final List<String> FRAGMENTS = List.of("{", "}", ";", "(", ")", "\"", "/*", "*/", "//", "\n", "\r\n",
            " ", "struct io {", "__u32 x;", "refine struct io { len == 0; }", "command X = 1 { payload struct io; }",
            "check len < 4", "#define N 4\n", "#if 1\n", "#endif\n", "import \"stress.h\";", "enum e { A, B };", "A",
            "len", "sqe.", "cqe.res", "é", "😀", "𝄞", "0x", "'", "bits { 0..3 low; }", "on socket;", "needs cqe32;",
            "// ringspect: pdu\n",
            "// ringspect: ignore L04", "send \"s\" IO to \"/dev/one\" { len = 1 }", "IOSQE_ASYNC", "#[repr(C)]");
    private static final int LONGEST_DELETION = 40;
    private static final int LONGEST_TEXT = 6_000;

    private final String uri;
    private final Random random;
    private final Positions positions = new Positions(Encoding.UTF_16);
    private final Deque<String> past = new ArrayDeque<>();
    private SourceText text;
    private int version = 1;

    RandomEditor(String uri, String start, Random random) {
        this.uri = uri;
        this.random = random;
        this.text = SourceText.of(uri, start);
    }

    String uri() {
        return uri;
    }

    String text() {
        return text.text();
    }

    /** A place of the text, any one. */
    Position place() {
        return positions.position(text, random.nextInt(text.length() + 1));
    }

    /** One notification, with one change or a few. */
    DidChangeTextDocumentParams edit() {
        past.push(text.text());
        if (past.size() > 50) {
            past.removeLast();
        }
        List<TextDocumentContentChangeEvent> changes = new ArrayList<>();
        int count = random.nextInt(8) == 0 ? 3 : 1;
        for (int i = 0; i < count; i++) {
            changes.add(change());
        }
        return new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(uri, ++version), changes);
    }

    private TextDocumentContentChangeEvent change() {
        int kind = random.nextInt(10);
        if (kind < 5 && text.length() < LONGEST_TEXT) {
            int at = boundary(random.nextInt(text.length() + 1));
            return replace(new Span(at, at), FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        if (kind < 8 || past.isEmpty()) {
            int from = boundary(random.nextInt(text.length() + 1));
            int to = boundary(Math.min(text.length(), from + random.nextInt(LONGEST_DELETION)));
            return replace(new Span(from, Math.max(from, to)), "");
        }
        String before = past.pop();
        if (kind == 8) {
            text = SourceText.of(uri, before);
            return new TextDocumentContentChangeEvent(before);
        }
        return undo(before);
    }

    /** Goes back to {@code before} by the smallest change. */
    private TextDocumentContentChangeEvent undo(String before) {
        String now = text.text();
        int head = 0;
        while (head < Math.min(now.length(), before.length()) && now.charAt(head) == before.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(now.length(), before.length()) - head
                && now.charAt(now.length() - 1 - tail) == before.charAt(before.length() - 1 - tail)) {
            tail++;
        }
        int from = boundary(head);
        int cut = now.length() - tail;
        int to = boundary(cut) == cut ? cut : cut + 1;
        return replace(new Span(from, Math.max(from, to)),
                before.substring(from, Math.max(from, before.length() - (now.length() - Math.max(from, to)))));
    }

    private TextDocumentContentChangeEvent replace(Span span, String replacement) {
        var change = new TextDocumentContentChangeEvent(positions.range(text, span), replacement);
        text = text.edited(List.of(new TextEdit(span, replacement)));
        return change;
    }

    /** An offset that an editor can name: not within a character, nor between the two of a line's end. */
    private int boundary(int offset) {
        String all = text.text();
        if (offset <= 0 || offset >= all.length()) {
            return Math.clamp(offset, 0, all.length());
        }
        boolean inCharacter = Character.isSurrogatePair(all.charAt(offset - 1), all.charAt(offset));
        boolean inLineEnd = all.charAt(offset - 1) == '\r' && all.charAt(offset) == '\n';
        return inCharacter || inLineEnd ? offset - 1 : offset;
    }
}
