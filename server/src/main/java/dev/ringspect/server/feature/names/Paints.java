package dev.ringspect.server.feature.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.Tokens;
import dev.ringspect.server.feature.words.Keywords;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/**
 * What each word of a protocol file is: names by what they stand for, the rest by its form. A name that nothing declares has
 * no paint, so that it shows.
 */
public final class Paints {
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*\\w+");
    private static final Set<String> WORDS_OF_C = Set.of("const", "volatile", "static", "extern", "__attribute__",
            "_Static_assert", "typeof", "packed", "aligned", "__packed", "__aligned");

    private Paints() {}

    /** The pieces of the text called {@code uri}, in its order, none over another; none for other texts. */
    public static List<Painted> of(Snapshot at, String uri, Cancel cancel) {
        return at.texts().protocolFile(uri).map(file -> of(file.model(), cancel)).orElse(List.of());
    }

    private static List<Painted> of(ProtocolModel model, Cancel cancel) {
        Tokens tokens = model.file().tokens();
        Occurrences names = Occurrences.of(model);
        List<Painted> painted = new ArrayList<>();
        names.all().forEach(name -> painted.add(paint(name)));
        for (int i = 0; i < tokens.size(); i++) {
            if ((i & 1023) == 0) {
                cancel.check();
            }
            token(tokens, i, painted);
        }
        painted.sort(Comparator.comparingInt((Painted piece) -> piece.span().start())
                .thenComparingInt(piece -> piece.paint() == Painted.Paint.KEYWORD ? 1 : 0));
        return withoutOverlaps(painted);
    }

    /** Of two pieces at one place the name counts; a {@code define} lies within its line. */
    private static List<Painted> withoutOverlaps(List<Painted> painted) {
        List<Painted> kept = new ArrayList<>(painted.size());
        int end = 0;
        for (Painted piece : painted) {
            if (piece.span().start() >= end && piece.span().length() > 0) {
                kept.add(piece);
                end = piece.span().end();
            }
        }
        return kept;
    }

    private static void token(Tokens tokens, int index, List<Painted> into) {
        Span span = tokens.span(index);
        switch (tokens.kind(index)) {
            case IDENTIFIER -> {
                String word = tokens.text(index);
                if (Keywords.help(word).isPresent() || WORDS_OF_C.contains(word)) {
                    into.add(Painted.plain(span, Painted.Paint.KEYWORD));
                }
            }
            case NUMBER -> into.add(Painted.plain(span, Painted.Paint.NUMBER));
            case STRING, CHARACTER -> into.add(Painted.plain(span, Painted.Paint.STRING));
            case COMMENT -> lines(tokens.source(), span, into);
            case DIRECTIVE -> {
                Matcher word = DIRECTIVE.matcher(tokens.text(index));
                if (word.lookingAt()) {
                    into.add(Painted.plain(new Span(span.start(), span.start() + word.end()), Painted.Paint.KEYWORD));
                }
            }
            case PUNCTUATOR, SPACE, UNKNOWN, END -> {
                // has no colour of its own
            }
        }
    }

    private static void lines(SourceText source, Span span, List<Painted> into) {
        for (int line = source.lineOf(span.start()); line <= source.lineOf(span.end()); line++) {
            Span whole = source.lineSpan(line);
            int start = Math.max(whole.start(), span.start());
            int end = Math.min(whole.end(), span.end());
            if (start < end) {
                into.add(Painted.plain(new Span(start, end), Painted.Paint.COMMENT));
            }
        }
    }

    private static Painted paint(Occurrence name) {
        Painted.Paint paint = switch (name.symbol().kind()) {
            case PROTOCOL -> Painted.Paint.PROTOCOL;
            case COMMAND -> Painted.Paint.COMMAND;
            case STRUCT, UNION -> Painted.Paint.STRUCT;
            case ENUM -> Painted.Paint.ENUM;
            case TYPEDEF, BUILTIN_TYPE -> Painted.Paint.TYPE;
            case MEMBER, SQE_FIELD, SQE_WORD -> Painted.Paint.MEMBER;
            case BITS, VALUE, ALIAS -> Painted.Paint.VALUE;
            case ENUMERATOR, ERRNO, UAPI, RING_FEATURE -> Painted.Paint.CONSTANT;
            case MACRO -> Painted.Paint.MACRO;
            case BUILTIN_FUNCTION -> Painted.Paint.FUNCTION;
        };
        return new Painted(name.span(), paint, name.role() == Occurrence.Role.DECLARATION,
                name.symbol().declared().isEmpty());
    }
}
