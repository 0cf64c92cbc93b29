package dev.ringspect.protocol.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * The members of a struct as they are written.
 *
 * @param text the text
 * @param open offset of the opening brace
 * @param close offset of the closing brace
 * @param entries the declarations between the braces, in order; preprocessor lines are among them
 */
public record StructBody(SourceText text, int open, int close, List<Entry> entries) {
    public StructBody {
        entries = List.copyOf(entries);
    }

    /**
     * One declaration.
     *
     * @param declaration from its first word to its {@code ;}, in Rust to its {@code ,}
     * @param whole the same with the comments in front of it and after it on its line; the entries' wholes together are
     *     the text between the braces, but for what stands after the last one
     */
    public record Entry(Span declaration, Span whole) {}

    /**
     * The innermost block that holds {@code inside}.
     *
     * @param struct an offset within the head of the struct, such as its tag
     * @param inside an offset within the struct's braces, such as a member's name
     */
    public static Optional<StructBody> around(SourceText text, int struct, int inside) {
        Code code = Code.of(text);
        int open = struct;
        Optional<StructBody> innermost = Optional.empty();
        while (open < text.length()) {
            while (open < text.length() && text.text().charAt(open) != '{') {
                if (text.text().charAt(open) == ';') {
                    return innermost;
                }
                open = code.step(open);
            }
            int close = code.closing(open);
            if (open >= text.length() || close >= text.length() || inside <= open || inside > close) {
                return innermost;
            }
            StructBody body = read(text, code, open, close);
            innermost = Optional.of(body);
            Optional<Entry> entry = body.entryAt(inside);
            if (entry.isEmpty()) {
                return innermost;
            }
            open = entry.get().declaration().start();
        }
        return innermost;
    }

    /** The outermost block of a struct: the braces after its tag. */
    public static Optional<StructBody> of(SourceText text, int struct) {
        Code code = Code.of(text);
        int open = struct;
        while (open < text.length() && text.text().charAt(open) != '{') {
            if (text.text().charAt(open) == ';') {
                return Optional.empty();
            }
            open = code.step(open);
        }
        int close = open < text.length() ? code.closing(open) : text.length();
        return close < text.length() ? Optional.of(read(text, code, open, close)) : Optional.empty();
    }

    private static StructBody read(SourceText text, Code code, int open, int close) {
        List<Entry> entries = new ArrayList<>();
        int from = open + 1;
        int start = code.next(from);
        while (start < close) {
            Span declaration = code.declaration(start);
            int end = Math.max(start + 1, Math.min(close, declaration.end()));
            int last = end;
            while (last > start + 1 && Character.isWhitespace(text.text().charAt(last - 1))) {
                last--;
            }
            int whole = behind(text, code, last, close);
            entries.add(new Entry(new Span(start, last), new Span(from, whole)));
            from = whole;
            start = code.next(whole);
        }
        return new StructBody(text, open, close, entries);
    }

    /** The end of the line when only comments stand after {@code end}. */
    private static int behind(SourceText text, Code code, int end, int close) {
        int lineEnd = code.lineEnd(end);
        int i = end;
        while (i < lineEnd && (Character.isWhitespace(text.text().charAt(i)) || code.step(i) > i + 1)) {
            i = code.step(i);
        }
        return i >= lineEnd && i <= close ? i : end;
    }

    /** The entry whose declaration holds {@code offset}. */
    public Optional<Entry> entryAt(int offset) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).declaration().end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < entries.size() && entries.get(low).declaration().start() <= offset
                ? Optional.of(entries.get(low))
                : Optional.empty();
    }

    /** The characters of an entry's declaration. */
    public String declaration(Entry entry) {
        return text.slice(entry.declaration());
    }

    /** Whether members could be moved about: no preprocessor line stands between them. */
    public boolean isPlain() {
        return entries.stream().noneMatch(entry -> declaration(entry).startsWith("#")
                && !Language.RUST.isOf(text.uri()));
    }

    /** What separates {@code entry} from the one before: a line break with the indentation, or a blank. */
    public String separator(Entry entry) {
        Code code = Code.of(text);
        int start = entry.declaration().start();
        int line = code.lineStart(start);
        if (!text.text().substring(line, start).isBlank()) {
            return " ";
        }
        return (text.text().startsWith("\r\n", line - 2) ? "\r\n" : "\n") + text.text().substring(line, start);
    }
}
