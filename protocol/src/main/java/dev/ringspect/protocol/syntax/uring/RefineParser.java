package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses {@code refine struct tag { ... }}, and rules that stand elsewhere. */
final class RefineParser {
    private static final int DEEPEST = 20;

    private final PartReader reader;
    private final TokenCursor cursor;
    private final ExprParser expressions;
    private final MeaningParser meanings;
    private int depth;

    RefineParser(PartReader reader, MeaningParser meanings) {
        this.reader = reader;
        this.cursor = reader.cursor;
        this.expressions = reader.expressions;
        this.meanings = meanings;
    }

    Optional<UringItem.Refine> parse() {
        int start = cursor.span().start();
        cursor.advance();
        if (!cursor.isOneOf("struct", "union")) {
            cursor.problem(cursor.span(), "expected struct or union and its name after refine" + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        Optional<Name> tag = reader.name("the name of the " + keyword.word() + " to refine");
        if (tag.isEmpty() || !cursor.is("{")) {
            tag.ifPresent(_ -> cursor.expect("{", "after the name"));
            cursor.recover();
            return Optional.empty();
        }
        List<UringItem.Rule> rules = new ArrayList<>();
        reader.block(tag.get().text(), () -> rule(rules, false));
        return Optional.of(new UringItem.Refine(keyword, tag.get(), rules, cursor.spanFrom(start)));
    }

    /** Reads one rule; {@code inCase} is whether it stands in a case of a variant. */
    void rule(List<UringItem.Rule> rules, boolean inCase) {
        int start = cursor.span().start();
        if (cursor.is("value") && cursor.kind(1) == TokenKind.IDENTIFIER && cursor.is(2, "=")) {
            value(rules);
            return;
        }
        if (cursor.is("variant") && cursor.is(1, "on")) {
            variant().ifPresent(rules::add);
            return;
        }
        if (inCase && cursor.isOneOf("struct", "union")) {
            over().ifPresent(rules::add);
            return;
        }
        if (cursor.is("variant") && cursor.kind(1) == TokenKind.IDENTIFIER && cursor.is(2, "{")) {
            cursor.problem(cursor.span(), "expected 'on' between variant and the member that decides: variant on "
                    + cursor.text(1) + " { ... }");
            cursor.advance();
            cursor.advance();
            reader.block("variant", () -> arm(new ArrayList<>()));
            return;
        }
        if (cursor.kind() != TokenKind.IDENTIFIER) {
            cursor.problem(cursor.span(), "expected a member's name" + cursor.found());
            cursor.recover();
            return;
        }
        Expr.Name member = expressions.name();
        if (cursor.take(":")) {
            meanings.meaning().ifPresent(
                    meaning -> rules.add(new UringItem.Rule.Means(member, meaning, cursor.spanFrom(start))));
            reader.endOf("the rule");
        } else if (cursor.is("=")) {
            cursor.problem(cursor.span(), "expected '==' for a value that " + member.path() + " always has, found '='");
            cursor.recover();
        } else if (cursor.isOneOf("==", "in")) {
            meanings.limit().ifPresent(limit -> {
                rules.add(new UringItem.Rule.Limited(member, limit, cursor.spanFrom(start)));
                reader.endOf("the rule");
            });
        } else if (cursor.take("bits")) {
            List<UringItem.BitRange> ranges = new ArrayList<>();
            reader.block("bits", () -> bitRange(ranges));
            rules.add(new UringItem.Rule.Bits(member, ranges, cursor.spanFrom(start)));
        } else if (cursor.is("count") && cursor.is(1, "(")) {
            count().ifPresent(meaning -> {
                rules.add(new UringItem.Rule.Means(member, meaning, cursor.spanFrom(start)));
                reader.endOf("the rule");
            });
        } else if (inCase && cursor.take(";")) {
            rules.add(new UringItem.Rule.Chosen(member, cursor.spanFrom(start)));
        } else {
            cursor.problem(cursor.span(),
                    "expected ':' and a meaning, '==' and a value, 'in' and a range, 'bits' or 'count', after "
                            + member.path()
                            + cursor.found());
            cursor.recover();
        }
    }

    private Optional<UringItem.Meaning> count() {
        cursor.advance();
        cursor.advance();
        Optional<Expr> number = expressions.parse();
        if (number.isEmpty() || !cursor.expect(")", "after the number of elements")) {
            cursor.recover();
            return Optional.empty();
        }
        return number.map(UringItem.Meaning.Count::new);
    }

    /** Reads {@code variant on member : enum tag { cases }}. */
    Optional<UringItem.Rule> variant() {
        int start = cursor.span().start();
        cursor.advance();
        cursor.advance();
        if (cursor.kind() != TokenKind.IDENTIFIER || cursor.atStarter()) {
            cursor.problem(cursor.span(), "expected the member that decides after 'variant on'" + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Expr.Name member = expressions.name();
        Optional<Name> constants = Optional.empty();
        if (cursor.take(":")) {
            cursor.expect("enum", "and the name of the enum that names the values");
            constants = reader.name("the name of the enum that names the values of " + member.path());
        }
        if (!cursor.is("{")) {
            cursor.expect("{", "and the cases after 'variant on " + member.path() + "'");
            cursor.recover();
            return Optional.empty();
        }
        List<UringItem.Arm> arms = new ArrayList<>();
        if (++depth > DEEPEST) {
            cursor.problem(cursor.span(), "variants are nested too deeply here");
            cursor.recover();
        } else {
            reader.block("variant", () -> arm(arms));
        }
        depth--;
        return Optional.of(new UringItem.Rule.Variant(member, constants, arms, cursor.spanFrom(start)));
    }

    private void arm(List<UringItem.Arm> arms) {
        int start = cursor.span().start();
        List<Expr> labels = new ArrayList<>();
        if (!(cursor.is("default") && cursor.is(1, ":"))) {
            do {
                Optional<Expr> label = expressions.parse();
                if (label.isEmpty()) {
                    cursor.recover();
                    return;
                }
                labels.add(label.get());
            } while (cursor.take(","));
        } else {
            cursor.advance();
        }
        Span head = cursor.spanFrom(start);
        if (!cursor.expect(":", "after the values of the case")) {
            cursor.recover();
            return;
        }
        List<UringItem.Rule> rules = new ArrayList<>();
        if (cursor.is("{")) {
            reader.block("the case", () -> rule(rules, true));
        } else if (cursor.take("none")) {
            reader.endOf("none");
        } else if (cursor.kind() == TokenKind.IDENTIFIER && !cursor.atStarter()) {
            rule(rules, true);
        } else {
            cursor.problem(cursor.span(), "expected none, a member of a union, a struct with 'over' and a member, "
                    + "or '{' and rules" + cursor.found());
            cursor.recover();
        }
        arms.add(new UringItem.Arm(labels, rules, head));
    }

    private Optional<UringItem.Rule> over() {
        int start = cursor.span().start();
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        Optional<Name> tag = reader.name("the name of the " + keyword.word());
        if (tag.isEmpty() || !cursor.expect("over", "and the member whose bytes it is")) {
            tag.ifPresent(_ -> cursor.recover());
            return Optional.empty();
        }
        if (cursor.kind() != TokenKind.IDENTIFIER || cursor.atStarter()) {
            cursor.problem(cursor.span(), "expected the member whose bytes it is" + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Expr.Name member = expressions.name();
        reader.endOf("the member");
        return Optional.of(new UringItem.Rule.Over(keyword, tag.get(), member, cursor.spanFrom(start)));
    }

    private void value(List<UringItem.Rule> rules) {
        int start = cursor.span().start();
        cursor.advance();
        Expr.Name name = expressions.name();
        cursor.advance();
        Optional<Expr> expression = expressions.parse();
        if (expression.isEmpty()) {
            cursor.recover();
            return;
        }
        rules.add(new UringItem.Rule.Value(name, expression.get(), cursor.spanFrom(start)));
        reader.endOf("the value");
    }

    /** Reads {@code 0..15 name : meaning;}. */
    void bitRange(List<UringItem.BitRange> ranges) {
        Optional<Expr> low = expressions.parse();
        boolean range = low.isPresent() && cursor.take("..");
        Optional<Expr> high = range ? expressions.parse() : Optional.empty();
        if (low.isEmpty() || (range && high.isEmpty())) {
            cursor.recover();
            return;
        }
        Optional<Name> name = reader.name("the name of the bits");
        if (name.isPresent()) {
            Optional<UringItem.Meaning> meaning = cursor.take(":") ? meanings.meaning() : Optional.empty();
            ranges.add(new UringItem.BitRange(low.get(), high, name.get(), meaning));
            reader.endOf("the name of the bits");
        }
    }
}
