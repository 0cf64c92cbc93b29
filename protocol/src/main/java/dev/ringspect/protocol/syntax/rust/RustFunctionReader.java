package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the names of a function's values, and what its result is. */
final class RustFunctionReader {
    /** Tokens of the value of a {@code let}; one whose type can be told has fewer. */
    private static final int LONGEST = 2_000;

    private final RustTokens tokens;

    RustFunctionReader(RustTokens tokens) {
        this.tokens = tokens;
    }

    /** The parameters of the function whose name is token {@code name}, and the names that {@code let} makes in its body. */
    List<RustFunction.Local> locals(int name, int open, int close) {
        List<RustFunction.Local> locals = new ArrayList<>();
        RustCursor cursor = parameters(name, open);
        if (cursor.is('(')) {
            parameters(cursor.within(), tokens.end(close), locals);
        }
        lets(open, close, locals);
        return locals;
    }

    /** The type after the arrow of a signature. */
    Optional<RustType> result(int name, int open) {
        RustCursor cursor = parameters(name, open);
        if (!cursor.is('(')) {
            return Optional.empty();
        }
        cursor.skip();
        return cursor.takeJoined("->") ? Optional.of(new RustTypeParser(cursor).type()) : Optional.empty();
    }

    private RustCursor parameters(int name, int open) {
        RustCursor cursor = new RustCursor(tokens, name + 1, open);
        if (cursor.is('<')) {
            cursor.skipAngles();
        }
        return cursor;
    }

    private void parameters(RustCursor inside, int to, List<RustFunction.Local> locals) {
        while (!inside.atEnd()) {
            inside.attributes();
            inside.takeWord("mut");
            if (isTyped(inside)) {
                String name = tokens.name(inside.at);
                int from = tokens.start(inside.at);
                inside.at += 2;
                locals.add(new RustFunction.Local(name, from, to, Optional.of(new RustTypeParser(inside).bounded()),
                        Optional.empty()));
            }
            while (!inside.atEnd() && !inside.take(',')) {
                inside.skip();
            }
        }
    }

    private boolean isTyped(RustCursor cursor) {
        return cursor.isName() && tokens.is(cursor.at + 1, ':') && !tokens.isJoined(cursor.at + 1, "::");
    }

    private void lets(int open, int close, List<RustFunction.Local> locals) {
        List<Integer> ends = new ArrayList<>(List.of(close));
        for (int at = open + 1; at < close; at++) {
            if (tokens.is(at, '{')) {
                ends.add(tokens.close(at));
            }
            while (ends.size() > 1 && at >= ends.getLast()) {
                ends.removeLast();
            }
            if (tokens.isWord(at, "let")) {
                let(at, close, tokens.end(ends.getLast())).ifPresent(locals::add);
            }
        }
    }

    private Optional<RustFunction.Local> let(int at, int close, int to) {
        RustCursor cursor = new RustCursor(tokens, at + 1, close);
        cursor.takeWord("mut");
        if (!cursor.isName()) {
            return Optional.empty();
        }
        String name = tokens.name(cursor.at);
        if (isTyped(cursor)) {
            cursor.at += 2;
            RustType type = new RustTypeParser(cursor).bounded();
            return Optional.of(new RustFunction.Local(name, cursor.span(at).end(), to, Optional.of(type),
                    Optional.empty()));
        }
        cursor.at++;
        if (!cursor.take('=')) {
            return Optional.empty();
        }
        int from = cursor.at;
        int limit = from + LONGEST;
        while (cursor.at < limit && !cursor.atEnd() && !cursor.is(';') && !cursor.is('}') && !cursor.isWord("else")) {
            cursor.skip();
        }
        return Optional.of(new RustFunction.Local(name, cursor.span(at).end(), to, Optional.empty(),
                RustOperandReader.read(tokens, from, cursor.at)));
    }

    /** The type that a {@code let} gives to a value that starts at token {@code first}. */
    Optional<RustType> expected(int first) {
        int limit = Math.max(0, first - 60);
        int at = first - 1;
        while (at > limit && !tokens.isWord(at, "let") && !tokens.is(at, ';') && !tokens.is(at, '{')
                && !tokens.is(at, '}')) {
            at--;
        }
        RustCursor cursor = new RustCursor(tokens, at + 1, first);
        cursor.takeWord("mut");
        if (!tokens.isWord(at, "let") || !isTyped(cursor)) {
            return Optional.empty();
        }
        cursor.at += 2;
        RustType type = new RustTypeParser(cursor).bounded();
        return cursor.take('=') && cursor.atEnd() ? Optional.of(type) : Optional.empty();
    }
}
