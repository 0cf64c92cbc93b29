package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.expr.NumberText;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CParser;
import dev.ringspect.protocol.syntax.c.Directives;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * Parses the layout language: C declarations, and the words around them. Keywords count only where they can stand.
 *
 * <p>
 * Past 500 lines: the members of {@code refine} are the part to move to a file of their own next.
 */
final class UringParser {
    private static final Set<String> WORDS = Set.of("protocol", "import", "on", "needs", "command", "refine", "send",
            "match");
    private static final Set<String> MEANING_WORDS = Set.of("errno", "text", "le16", "le32", "le64", "be16", "be32",
            "be64");

    private final TokenCursor cursor;
    private final CParser declarations;
    private final ExprParser expressions;
    private final List<UringItem> items = new ArrayList<>();

    private UringParser(Tokens tokens, boolean uring) {
        Set<String> starters = new HashSet<>(CParser.starters());
        if (uring) {
            starters.addAll(WORDS);
        }
        cursor = new TokenCursor(tokens, starters);
        declarations = new CParser(cursor);
        expressions = new ExprParser(cursor);
    }

    static UringFile parse(SourceText source, boolean uring) {
        Tokens tokens = Tokens.of(source);
        Directives.Result directives = Directives.read(tokens);
        UringParser parser = new UringParser(tokens, uring);
        directives.defines().forEach(define -> parser.items.add(new UringItem.Declaration(define)));
        while (!parser.cursor.atEnd()) {
            parser.item(uring);
        }
        List<Problem> problems = new ArrayList<>(tokens.problems());
        problems.addAll(directives.problems());
        problems.addAll(parser.cursor.problems());
        problems.sort(Comparator.comparingInt(problem -> problem.span().start()));
        return new UringFile(source, tokens, parser.items, problems);
    }

    private void item(boolean uring) {
        int before = cursor.position();
        if (!uring || !WORDS.contains(cursor.text()) || cursor.is(1, ";")) {
            declarations.declaration().ifPresent(declared -> items.add(new UringItem.Declaration(declared)));
        } else {
            switch (cursor.text()) {
                case "protocol" -> protocol();
                case "on" -> on().ifPresent(items::add);
                case "needs" -> needs().ifPresent(items::add);
                case "command" -> command();
                case "refine" -> refine();
                case "match" -> match().ifPresent(items::add);
                default -> unsupported(cursor.text());
            }
        }
        if (cursor.position() == before) {
            cursor.advance();
        }
    }

    private void protocol() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Name> name = name("the protocol's name");
        name.ifPresent(found -> {
            endOf("the protocol's name");
            items.add(new UringItem.ProtocolName(found, cursor.spanFrom(start)));
        });
    }

    private Optional<UringItem.On> on() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Name> kind = name("device, socket, block, filesystem or simulated");
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        String word = kind.get().text();
        List<UringItem.Quoted> names = new ArrayList<>();
        switch (word) {
            case "device", "filesystem", "simulated" -> {
                do {
                    Optional<UringItem.Quoted> quoted = quoted("the name of the " + word + " in quotes");
                    if (quoted.isEmpty()) {
                        cursor.recover();
                        return Optional.empty();
                    }
                    names.add(quoted.get());
                } while (cursor.take(","));
            }
            case "socket", "block" -> {
                // every one of them
            }
            default -> {
                cursor.problem(kind.get().span(),
                        "expected device, socket, block, filesystem or simulated, found '" + word + "'");
                cursor.recover();
                return Optional.empty();
            }
        }
        endOf("on " + word);
        return Optional.of(new UringItem.On(word, names, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Needs> needs() {
        int start = cursor.span().start();
        cursor.advance();
        List<List<Name>> allOf = new ArrayList<>();
        do {
            List<Name> oneOf = new ArrayList<>();
            do {
                Optional<Name> feature = name("what the ring needs, such as sqe128");
                if (feature.isEmpty()) {
                    return Optional.empty();
                }
                oneOf.add(feature.get());
            } while (cursor.take("|"));
            allOf.add(oneOf);
        } while (cursor.take(","));
        endOf("needs");
        return Optional.of(new UringItem.Needs(allOf, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Match> match() {
        int start = cursor.span().start();
        cursor.advance();
        if (!cursor.expect("cmd_op", "after match")) {
            cursor.recover();
            return Optional.empty();
        }
        Optional<Expr> mask = Optional.empty();
        if (cursor.take("&")) {
            mask = expressions.parse();
            if (mask.isEmpty()) {
                cursor.recover();
                return Optional.empty();
            }
        }
        endOf("match");
        return Optional.of(new UringItem.Match(mask, cursor.spanFrom(start)));
    }

    private void command() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Name> name = name("the command's name");
        if (name.isEmpty()) {
            return;
        }
        if (!cursor.expect("=", "and the cmd_op number after the command's name")) {
            cursor.recover();
            return;
        }
        List<Expr> numbers = new ArrayList<>();
        if (!cursor.take("*")) {
            do {
                Optional<Expr> number = expressions.parseAlternative();
                if (number.isEmpty()) {
                    cursor.recover();
                    return;
                }
                numbers.add(number.get());
            } while (cursor.take("|"));
        }
        Optional<Name> since = Optional.empty();
        if (cursor.take("since")) {
            since = Optional.of(new Name(cursor.text(), cursor.span()));
            if (cursor.kind() == TokenKind.NUMBER) {
                cursor.advance();
            }
        }
        List<UringItem.CommandPart> parts = new ArrayList<>();
        if (cursor.is("{")) {
            block(name.get().text(), () -> part(parts));
        } else {
            endOf("the command's numbers, or '{'");
        }
        items.add(new UringItem.Command(name.get(), numbers, since, parts, cursor.spanFrom(start)));
    }

    private void part(List<UringItem.CommandPart> parts) {
        int start = cursor.span().start();
        switch (cursor.text()) {
            case "payload" -> payload().ifPresent(parts::add);
            case "sqe", "cqe" -> words().ifPresent(parts::add);
            case "errors" -> {
                cursor.advance();
                List<UringItem.ErrorText> errors = new ArrayList<>();
                block("errors", () -> error(errors));
                parts.add(new UringItem.Errors(errors, cursor.spanFrom(start)));
            }
            case "check" -> check().ifPresent(parts::add);
            case "pending" -> {
                cursor.advance();
                endOf("pending");
                parts.add(new UringItem.Pending(cursor.spanFrom(start)));
            }
            case "on" -> on().ifPresent(parts::add);
            case "needs" -> needs().ifPresent(parts::add);
            case "match" -> match().ifPresent(parts::add);
            case "pdu", "data" -> unsupported(cursor.text());
            default -> {
                cursor.problem(cursor.span(),
                        "expected payload, sqe, cqe, errors, check, pending, on, needs or match" + cursor.found());
                cursor.recover();
            }
        }
    }

    private Optional<UringItem.Payload> payload() {
        int start = cursor.span().start();
        cursor.advance();
        if (!cursor.isOneOf("struct", "union")) {
            cursor.problem(cursor.span(), "expected struct or union and its name after payload" + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        Optional<Name> tag = name("the name of the payload's " + keyword.word());
        tag.ifPresent(_ -> endOf("the payload"));
        return tag.map(found -> new UringItem.Payload(keyword, found, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Words> words() {
        int start = cursor.span().start();
        boolean cqe = cursor.is("cqe");
        cursor.advance();
        List<UringItem.Word> words = new ArrayList<>();
        if (!cursor.is("{")) {
            cursor.expect("{", "after " + (cqe ? "cqe" : "sqe"));
            cursor.recover();
            return Optional.empty();
        }
        block(cqe ? "cqe" : "sqe", () -> word(words));
        return Optional.of(new UringItem.Words(cqe, words, cursor.spanFrom(start)));
    }

    private void word(List<UringItem.Word> words) {
        int start = cursor.span().start();
        Optional<Name> field = name("a field's name");
        if (field.isEmpty()) {
            return;
        }
        Optional<Name> as = cursor.take("as") ? name("another name for " + field.get().text()) : Optional.empty();
        Optional<UringItem.Meaning> meaning = cursor.take(":") ? meaning() : Optional.empty();
        Optional<UringItem.Limit> limit = cursor.isOneOf("==", "in") ? limit() : Optional.empty();
        endOf("the field");
        words.add(new UringItem.Word(field.get(), as, meaning, limit, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Meaning> meaning() {
        if (cursor.take("enum")) {
            return name("the enum's name").map(UringItem.Meaning.OneOf::new);
        }
        if (cursor.take("flags")) {
            cursor.take("enum");
            return name("the name of the enum whose constants are the flags").map(UringItem.Meaning.FlagsOf::new);
        }
        if (cursor.take("pointer")) {
            return pointer();
        }
        if (cursor.take("time")) {
            return Optional.of(new UringItem.Meaning.Time(
                    cursor.kind() == TokenKind.IDENTIFIER ? name("a unit: ns, us, ms or s") : Optional.empty()));
        }
        if (MEANING_WORDS.contains(cursor.text())) {
            return name("the meaning").map(UringItem.Meaning.Word::new);
        }
        cursor.problem(cursor.span(),
                "expected enum, flags, pointer, errno, text, time, or a byte order such as be32" + cursor.found());
        while (!atEndOfPart()) {
            cursor.advance();
        }
        return Optional.empty();
    }

    private Optional<UringItem.Meaning> pointer() {
        cursor.take("to");
        Optional<Expr.TypeName> target = atEndOfPart() || cursor.is("capture")
                ? Optional.empty()
                : Optional.of(expressions.typeName());
        Optional<Expr> capture = Optional.empty();
        if (cursor.is("capture")) {
            cursor.problem(new Problem(cursor.span(), Severity.WARNING,
                    "capture is not supported yet: the memory behind the pointer is not copied"));
            cursor.advance();
            capture = expressions.parse();
        }
        return Optional.of(new UringItem.Meaning.PointerTo(target, capture));
    }

    /** Reads {@code == value} or {@code in low .. high}, and how much it matters. */
    private Optional<UringItem.Limit> limit() {
        boolean range = cursor.is("in");
        cursor.advance();
        Optional<Expr> low = expressions.parse();
        Optional<Expr> high = range && low.isPresent() && dots() ? expressions.parse() : Optional.empty();
        if (low.isEmpty() || (range && high.isEmpty())) {
            cursor.recover();
            return Optional.empty();
        }
        return Optional.of(new UringItem.Limit(low.get(), high, severity()));
    }

    private boolean dots() {
        return cursor.expect("..", "between the lowest and the highest");
    }

    private void error(List<UringItem.ErrorText> errors) {
        Optional<Name> errno = name("an errno, such as EINVAL");
        if (errno.isEmpty()) {
            return;
        }
        Optional<UringItem.Quoted> text = quoted("what " + errno.get().text() + " means here, in quotes");
        if (text.isEmpty()) {
            cursor.recover();
            return;
        }
        endOf("the explanation");
        errors.add(new UringItem.ErrorText(errno.get(), text.get()));
    }

    private Optional<UringItem.Check> check() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Expr> condition = expressions.parse();
        if (condition.isEmpty()) {
            cursor.recover();
            return Optional.empty();
        }
        Severity severity = severity();
        Optional<UringItem.Quoted> text = cursor.kind() == TokenKind.STRING
                ? quoted("what a failure means")
                : Optional.empty();
        endOf("the check");
        return Optional.of(new UringItem.Check(condition.get(), severity, text, cursor.spanFrom(start)));
    }

    private Severity severity() {
        for (Severity severity : Severity.values()) {
            if (cursor.take(severity.word())) {
                return severity;
            }
        }
        return Severity.ERROR;
    }

    private void refine() {
        int start = cursor.span().start();
        cursor.advance();
        if (!cursor.isOneOf("struct", "union")) {
            cursor.problem(cursor.span(), "expected struct or union and its name after refine" + cursor.found());
            cursor.recover();
            return;
        }
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        Optional<Name> tag = name("the name of the " + keyword.word() + " to refine");
        if (tag.isEmpty() || !cursor.is("{")) {
            tag.ifPresent(_ -> cursor.expect("{", "after the name"));
            cursor.recover();
            return;
        }
        List<UringItem.Rule> rules = new ArrayList<>();
        block(tag.get().text(), () -> rule(rules));
        items.add(new UringItem.Refine(keyword, tag.get(), rules, cursor.spanFrom(start)));
    }

    private void rule(List<UringItem.Rule> rules) {
        int start = cursor.span().start();
        if (cursor.is("value") && cursor.kind(1) == TokenKind.IDENTIFIER && cursor.is(2, "=")) {
            value(rules);
            return;
        }
        if (cursor.is("variant") && cursor.is(1, "on")) {
            unsupported("variant");
            return;
        }
        if (cursor.kind() != TokenKind.IDENTIFIER) {
            cursor.problem(cursor.span(), "expected a member's name" + cursor.found());
            cursor.recover();
            return;
        }
        Expr.Name member = expressions.name();
        if (cursor.take(":")) {
            meaning().ifPresent(
                    meaning -> rules.add(new UringItem.Rule.Means(member, meaning, cursor.spanFrom(start))));
            endOf("the rule");
        } else if (cursor.isOneOf("==", "in")) {
            limit().ifPresent(limit -> {
                rules.add(new UringItem.Rule.Limited(member, limit, cursor.spanFrom(start)));
                endOf("the rule");
            });
        } else if (cursor.take("bits")) {
            List<UringItem.BitRange> ranges = new ArrayList<>();
            block("bits", () -> bitRange(ranges));
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
        endOf("the value");
    }

    private void bitRange(List<UringItem.BitRange> ranges) {
        Optional<Expr> low = expressions.parse();
        boolean range = low.isPresent() && cursor.take("..");
        Optional<Expr> high = range ? expressions.parse() : Optional.empty();
        if (low.isEmpty() || (range && high.isEmpty())) {
            cursor.recover();
            return;
        }
        Optional<Name> name = name("the name of the bits");
        if (name.isPresent()) {
            Optional<UringItem.Meaning> meaning = cursor.take(":") ? meaning() : Optional.empty();
            ranges.add(new UringItem.BitRange(low.get(), high, name.get(), meaning));
            endOf("the name of the bits");
        }
    }

    /** Reads {@code { ... }} part by part; the closing brace may be missing. */
    private void block(String owner, Runnable part) {
        int open = cursor.position();
        Span brace = cursor.span();
        if (!cursor.expect("{", "after " + owner)) {
            return;
        }
        while (!cursor.is("}")) {
            if (cursor.blockWasLeft(open)) {
                cursor.problem(brace, "the '{' of " + owner + " is never closed; add '}'");
                return;
            }
            int before = cursor.position();
            if (!cursor.take(";")) {
                part.run();
            }
            if (cursor.position() == before) {
                cursor.advance();
            }
        }
        cursor.advance();
        cursor.take(";");
    }

    private void unsupported(String word) {
        cursor.problem(cursor.span(), "'" + word + "' is not supported yet; what it says is left out");
        cursor.advance();
        cursor.recover();
    }

    private boolean atEndOfPart() {
        return cursor.atEnd() || cursor.isOneOf(";", "}") || cursor.atStarter();
    }

    private Optional<Name> name(String expected) {
        if (cursor.kind() != TokenKind.IDENTIFIER || cursor.atStarter()) {
            cursor.problem(cursor.span(), "expected " + expected + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Name name = new Name(cursor.text(), cursor.span());
        cursor.advance();
        return Optional.of(name);
    }

    private Optional<UringItem.Quoted> quoted(String expected) {
        if (cursor.kind() != TokenKind.STRING) {
            cursor.problem(cursor.span(), "expected " + expected + cursor.found());
            return Optional.empty();
        }
        Span span = cursor.span();
        String text = NumberText.string(cursor.text()).orElse("");
        cursor.advance();
        return Optional.of(new UringItem.Quoted(text, span));
    }

    private void endOf(String what) {
        if (!cursor.expect(";", "after " + what) && !cursor.onNewLine() && !cursor.is("}")) {
            cursor.recover();
        }
    }
}
