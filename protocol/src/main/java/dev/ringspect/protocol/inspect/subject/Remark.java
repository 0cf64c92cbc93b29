package dev.ringspect.protocol.inspect.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextSearch;

/**
 * A comment that speaks to Ringspect: {@code // ringspect: ignore L04}.
 *
 * @param word what it says first: {@code ignore}, {@code ignore-file}, {@code payload}, {@code pdu}, or something else
 * @param words those after it, up to the first that is no inspection's id, no {@code check} and no kind of ring
 * @param comment the whole comment
 * @param covers what it is about: its whole line where code precedes it there, else the declaration that follows; the file
 *            where it says so
 */
public record Remark(String word, List<Word> words, Span comment, Span covers) {
    private static final TextSearch START = new TextSearch("ringspect:");
    private static final Pattern SAID = Pattern.compile("\\s*([a-z-]+)(.*)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("[\\s,]*([A-Z][0-9]{2}|check|sqe64|sqe128)(?![A-Za-z0-9])");

    public Remark {
        words = List.copyOf(words);
    }

    /** A word of a remark where it stands. */
    public record Word(String text, Span span) {}

    /** All remarks of a text, in its order. */
    public static List<Remark> of(SourceText source) {
        String text = source.text();
        int at = START.in(text, 0);
        if (at < 0) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        Code code = Code.of(source);
        while (at >= 0) {
            int start = commentStart(text, at);
            if (start >= 0) {
                remark(source, code, start, at + START.length(), remarks);
            }
            at = START.in(text, at + START.length());
        }
        return remarks;
    }

    /** Whether it says that {@code offset} is to be left alone, or what it marks starts there. */
    public boolean covers(int offset) {
        return covers.start() <= offset && offset < Math.max(covers.end(), covers.start() + 1);
    }

    /** Whether it says that a finding of {@code id} at {@code offset} is to be left out. */
    boolean silences(String id, int offset) {
        return (word.equals("ignore") || word.equals("ignore-file")) && covers(offset)
                && words.stream().anyMatch(named -> named.text.equals(id));
    }

    private static void remark(SourceText source, Code code, int start, int said, List<Remark> remarks) {
        String text = source.text();
        int end = text.startsWith("//", start) ? code.lineEnd(start) : code.step(start);
        int last = text.startsWith("*/", end - 2) ? end - 2 : end;
        Matcher matcher = SAID.matcher(text).region(said, Math.max(said, last));
        if (!matcher.matches()) {
            remarks.add(new Remark("", List.of(), new Span(start, end), new Span(end, end)));
            return;
        }
        List<Word> words = new ArrayList<>();
        Matcher word = WORD.matcher(text).region(matcher.start(2), matcher.end(2));
        int from = matcher.start(2);
        while (word.find(from) && word.start() == from && word.end() <= matcher.end(2)) {
            words.add(new Word(word.group(1), new Span(word.start(1), word.end(1))));
            from = word.end();
        }
        Span covers = matcher.group(1).equals("ignore-file")
                ? new Span(0, text.length())
                : covered(text, code, start, end);
        remarks.add(new Remark(matcher.group(1), words, new Span(start, end), covers));
    }

    private static Span covered(String text, Code code, int start, int end) {
        int line = code.lineStart(start);
        if (!text.substring(line, start).isBlank()) {
            return new Span(line, code.lineEnd(end));
        }
        return code.declaration(code.next(end));
    }

    /** Where the comment starts that {@code at} is the first word of; -1 when it is not. */
    private static int commentStart(String text, int at) {
        int i = at;
        while (i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) {
            i--;
        }
        while (i > 0 && (text.charAt(i - 1) == '/' || text.charAt(i - 1) == '*' || text.charAt(i - 1) == '!')) {
            i--;
        }
        return text.startsWith("//", i) || text.startsWith("/*", i) ? i : -1;
    }
}
