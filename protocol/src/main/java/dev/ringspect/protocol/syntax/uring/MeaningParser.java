package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses what is said about a number: what it stands for, and what it must be. */
final class MeaningParser {
    private static final Set<String> MEANING_WORDS = Set.of("errno", "text", "le16", "le32", "le64", "be16", "be32",
            "be64");

    private final PartReader reader;
    private final TokenCursor cursor;
    private final ExprParser expressions;

    MeaningParser(PartReader reader) {
        this.reader = reader;
        this.cursor = reader.cursor;
        this.expressions = reader.expressions;
    }

    Optional<UringItem.Meaning> meaning() {
        if (cursor.take("enum")) {
            return constants(false, "the enum's name");
        }
        if (cursor.take("flags")) {
            cursor.take("enum");
            return constants(true, "the name of the enum whose constants are the flags");
        }
        if (cursor.take("pointer")) {
            return pointer();
        }
        if (cursor.take("time")) {
            return Optional.of(new UringItem.Meaning.Time(
                    cursor.kind() == TokenKind.IDENTIFIER ? reader.name("a unit: ns, us, ms or s") : Optional.empty()));
        }
        if (MEANING_WORDS.contains(cursor.text())) {
            return reader.name("the meaning").map(UringItem.Meaning.Word::new);
        }
        cursor.problem(cursor.span(),
                "expected enum, flags, pointer, errno, text, time, or a byte order such as be32" + cursor.found());
        while (!reader.atEndOfPart()) {
            cursor.advance();
        }
        return Optional.empty();
    }

    /** Reads the tag of an enum, or names of constants: {@code A | B}, {@code PREFIX_*}. */
    private Optional<UringItem.Meaning> constants(boolean flags, String expected) {
        List<Name> names = new ArrayList<>();
        boolean several = false;
        do {
            Optional<Name> name = reader.name(names.isEmpty() ? expected : "the name of a constant");
            if (name.isEmpty()) {
                return Optional.empty();
            }
            boolean prefix = cursor.is("*") && cursor.span().start() == name.get().span().end();
            if (prefix) {
                Span whole = name.get().span().to(cursor.span());
                cursor.advance();
                name = Optional.of(new Name(name.get().text() + "*", whole));
            }
            names.add(name.get());
            several |= prefix;
        } while (cursor.take("|"));
        if (several || names.size() > 1) {
            return Optional.of(new UringItem.Meaning.ConstantsOf(flags, names));
        }
        return Optional.of(flags
                ? new UringItem.Meaning.FlagsOf(names.getFirst())
                : new UringItem.Meaning.OneOf(names.getFirst()));
    }

    private Optional<UringItem.Meaning> pointer() {
        cursor.take("to");
        Optional<Expr.TypeName> target = reader.atEndOfPart() || cursor.is("capture")
                ? Optional.empty()
                : Optional.of(expressions.typeName());
        Optional<UringItem.Capture> capture = cursor.is("capture") ? Optional.of(capture()) : Optional.empty();
        return Optional.of(new UringItem.Meaning.PointerTo(target, capture));
    }

    private UringItem.Capture capture() {
        Span word = cursor.span();
        cursor.advance();
        boolean all = reader.atEndOfPart() || cursor.isOneOf("in", "out");
        Optional<Expr> bytes = all ? Optional.empty() : expressions.parse();
        List<Name> directions = new ArrayList<>();
        while (cursor.isOneOf("in", "out")) {
            reader.name("in or out").ifPresent(directions::add);
        }
        return new UringItem.Capture(bytes, directions, word);
    }

    /** Reads {@code == value} or {@code in low .. high}, and how much it matters. */
    Optional<UringItem.Limit> limit() {
        boolean range = cursor.is("in");
        cursor.advance();
        Optional<Expr> low = expressions.parse();
        Optional<Expr> high = range && low.isPresent() && dots() ? expressions.parse() : Optional.empty();
        if (low.isEmpty() || (range && high.isEmpty())) {
            cursor.recover();
            return Optional.empty();
        }
        return Optional.of(new UringItem.Limit(low.get(), high, reader.severity()));
    }

    private boolean dots() {
        return cursor.expect("..", "between the lowest and the highest");
    }
}
