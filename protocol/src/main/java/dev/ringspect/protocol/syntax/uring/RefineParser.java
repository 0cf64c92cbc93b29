package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses {@code refine struct tag { ... }}. */
final class RefineParser {
    private final PartReader reader;
    private final TokenCursor cursor;
    private final ExprParser expressions;
    private final MeaningParser meanings;

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
        reader.block(tag.get().text(), () -> rule(rules));
        return Optional.of(new UringItem.Refine(keyword, tag.get(), rules, cursor.spanFrom(start)));
    }

    private void rule(List<UringItem.Rule> rules) {
        int start = cursor.span().start();
        if (cursor.is("value") && cursor.kind(1) == TokenKind.IDENTIFIER && cursor.is(2, "=")) {
            value(rules);
            return;
        }
        if (cursor.is("variant") && cursor.is(1, "on")) {
            reader.unsupported("variant");
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
        } else if (cursor.isOneOf("==", "in")) {
            meanings.limit().ifPresent(limit -> {
                rules.add(new UringItem.Rule.Limited(member, limit, cursor.spanFrom(start)));
                reader.endOf("the rule");
            });
        } else if (cursor.take("bits")) {
            List<UringItem.BitRange> ranges = new ArrayList<>();
            reader.block("bits", () -> bitRange(ranges));
            rules.add(new UringItem.Rule.Bits(member, ranges, cursor.spanFrom(start)));
        } else {
            cursor.problem(cursor.span(),
                    "expected ':' and a meaning, '==' and a value, 'in' and a range, or 'bits', after " + member.path()
                            + cursor.found());
            cursor.recover();
        }
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

    private void bitRange(List<UringItem.BitRange> ranges) {
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
