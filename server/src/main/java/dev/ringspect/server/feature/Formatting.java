package dev.ringspect.server.feature;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.ringspect.protocol.format.Formatter;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.protocol.token.Tokens;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** White space of protocol files; other languages are left to their own formatters. */
public final class Formatting {
    /** Blanks a level of braces. */
    private static final int INDENTATION = 4;

    private Formatting() {}

    /** Formats the text called {@code uri}. */
    public static List<TextEdit> whole(Snapshot at, String uri, Cancel cancel) {
        return edits(at, uri, cancel, edit -> true);
    }

    /** Formats the lines that {@code range} touches. */
    public static List<TextEdit> range(Snapshot at, String uri, Span range, Cancel cancel) {
        return edits(at, uri, cancel, edit -> edit.end() >= range.start() && edit.start() <= range.end());
    }

    /**
     * Formats what {@code typed}, which now stands before {@code offset}, ended: after a {@code ;} its line, after a
     * {@code }} its block, after a line end the line before; the new line is indented.
     */
    public static List<TextEdit> onType(Snapshot at, String uri, int offset, String typed, Cancel cancel) {
        Optional<ProtocolModel> model = at.texts().protocolFile(uri).map(Analysis::model);
        if (model.isEmpty()) {
            return List.of();
        }
        SourceText text = model.get().source();
        int line = text.lineOf(offset);
        return switch (typed) {
            case "\n" -> newLine(model.get(), line);
            case "}" -> edits(at, uri, cancel, within(opening(model.get().file().tokens(), offset), offset));
            case ";" -> edits(at, uri, cancel, within(text.lineSpan(line).start(), offset));
            default -> List.of();
        };
    }

    /** Edits that end between {@code from} and {@code to}: the blanks after the cursor belong to the author. */
    private static Predicate<Span> within(int from, int to) {
        return edit -> from <= edit.end() && edit.end() <= to;
    }

    private static List<TextEdit> edits(Snapshot at, String uri, Cancel cancel, Predicate<Span> wanted) {
        Optional<ProtocolModel> model = at.texts().protocolFile(uri).map(Analysis::model);
        cancel.check();
        return model.map(file -> Formatter.edits(file.file()).stream().filter(edit -> wanted.test(edit.span()))
                .toList()).orElse(List.of());
    }

    /** Indents the empty line {@code line} as deep as the braces around it. */
    private static List<TextEdit> newLine(ProtocolModel model, int line) {
        Span span = model.source().lineSpan(line);
        String written = model.source().slice(span);
        boolean closes = written.stripLeading().startsWith("}");
        if (!written.isBlank() && !closes) {
            return List.of();
        }
        int depth = Math.max(0, depth(model.file().tokens(), span.start()) - (closes ? 1 : 0));
        String wanted = " ".repeat(INDENTATION * depth);
        int blanks = written.length() - written.stripLeading().length();
        return written.substring(0, blanks).equals(wanted)
                ? List.of()
                : List.of(new TextEdit(new Span(span.start(), span.start() + blanks), wanted));
    }

    private static int depth(Tokens tokens, int offset) {
        int depth = 0;
        for (int i = 0; i < tokens.size() && tokens.start(i) < offset; i++) {
            depth += tokens.is(i, "{") ? 1 : tokens.is(i, "}") ? -1 : 0;
        }
        return Math.max(0, depth);
    }

    /** The start of the line whose brace the one before {@code offset} closes. */
    private static int opening(Tokens tokens, int offset) {
        int depth = 0;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.end(i) > offset) {
                continue;
            }
            depth += tokens.is(i, "}") ? 1 : tokens.is(i, "{") ? -1 : 0;
            if (depth <= 0) {
                return tokens.source().lineSpan(tokens.source().lineOf(tokens.start(i))).start();
            }
        }
        return 0;
    }
}
