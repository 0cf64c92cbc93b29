package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses {@code command NAME = number { ... }}, and the parts that may stand outside of a command too. */
final class CommandParser {
    private static final String FILES = "device, character device, block device, socket, block, file, filesystem or simulated";
    private static final Set<String> KINDS = Set.of("device", "character device", "block device", "socket", "block",
            "file", "filesystem", "simulated");

    private final PartReader reader;
    private final TokenCursor cursor;
    private final ExprParser expressions;
    private final MeaningParser meanings;
    private final RefineParser refinements;

    CommandParser(PartReader reader, MeaningParser meanings, RefineParser refinements) {
        this.refinements = refinements;
        this.reader = reader;
        this.cursor = reader.cursor;
        this.expressions = reader.expressions;
        this.meanings = meanings;
    }

    Optional<UringItem.Command> parse() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Name> name = reader.name("the command's name");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!cursor.expect("=", "and the cmd_op number after the command's name")) {
            cursor.recover();
            return Optional.empty();
        }
        List<Expr> numbers = new ArrayList<>();
        if (!cursor.take("*")) {
            do {
                Optional<Expr> number = expressions.parseAlternative();
                if (number.isEmpty()) {
                    cursor.recover();
                    return Optional.empty();
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
            reader.block(name.get().text(), () -> part(parts));
        } else {
            reader.endOf("the command's numbers, or '{'");
        }
        return Optional.of(new UringItem.Command(name.get(), numbers, since, parts, cursor.spanFrom(start)));
    }

    private void part(List<UringItem.CommandPart> parts) {
        int start = cursor.span().start();
        switch (cursor.text()) {
            case "payload" -> payload().ifPresent(parts::add);
            case "pdu" -> pdu().ifPresent(parts::add);
            case "variant" -> variant().ifPresent(parts::add);
            case "sqe", "cqe" -> words().ifPresent(parts::add);
            case "errors" -> {
                cursor.advance();
                List<UringItem.ErrorText> errors = new ArrayList<>();
                reader.block("errors", () -> error(errors));
                parts.add(new UringItem.Errors(errors, cursor.spanFrom(start)));
            }
            case "check" -> check().ifPresent(parts::add);
            case "pending" -> {
                cursor.advance();
                reader.endOf("pending");
                parts.add(new UringItem.Pending(cursor.spanFrom(start)));
            }
            case "on" -> on().ifPresent(parts::add);
            case "needs" -> needs().ifPresent(parts::add);
            case "match" -> match().ifPresent(parts::add);
            default -> {
                cursor.problem(cursor.span(),
                        "expected payload, pdu, variant, sqe, cqe, errors, check, pending, on, needs or match"
                                + cursor.found() + Spelling.hint(cursor.text(), List.of("payload", "variant", "errors",
                                        "check", "pending", "needs", "match")));
                cursor.recover();
            }
        }
    }

    private record Tagged(Type.Keyword keyword, Name tag) {}

    /** Reads {@code struct tag} after the word at the cursor. */
    private Optional<Tagged> tagged(String word) {
        cursor.advance();
        if (!cursor.isOneOf("struct", "union")) {
            cursor.problem(cursor.span(), "expected struct or union and its name after " + word + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        return reader.name("the name of the " + word + "'s " + keyword.word()).map(tag -> new Tagged(keyword, tag));
    }

    private Optional<UringItem.Payload> payload() {
        int start = cursor.span().start();
        Optional<Tagged> type = tagged("payload");
        List<UringItem.Rule> rules = new ArrayList<>();
        if (type.isPresent() && cursor.is("{")) {
            reader.block(type.get().tag.text(), () -> refinements.rule(rules, false));
        } else if (type.isPresent()) {
            reader.endOf("the payload");
        }
        return type.map(found -> new UringItem.Payload(found.keyword, found.tag, rules, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Pdu> pdu() {
        int start = cursor.span().start();
        Optional<Tagged> type = tagged("pdu");
        type.ifPresent(_ -> reader.endOf("the pdu"));
        return type.map(found -> new UringItem.Pdu(found.keyword, found.tag, cursor.spanFrom(start)));
    }

    private Optional<UringItem.Rules> variant() {
        int start = cursor.span().start();
        if (!cursor.is(1, "on")) {
            cursor.advance();
            cursor.expect("on", "and the member that decides after variant");
            cursor.recover();
            return Optional.empty();
        }
        return refinements.variant().map(rule -> new UringItem.Rules(List.of(rule), cursor.spanFrom(start)));
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
        reader.block(cqe ? "cqe" : "sqe", () -> word(words));
        return Optional.of(new UringItem.Words(cqe, words, cursor.spanFrom(start)));
    }

    private void word(List<UringItem.Word> words) {
        int start = cursor.span().start();
        Optional<Name> field = reader.name("a field's name");
        if (field.isEmpty()) {
            return;
        }
        Optional<Name> as = cursor.take("as")
                ? reader.name("another name for " + field.get().text())
                : Optional.empty();
        Optional<UringItem.Meaning> meaning = cursor.take(":") ? meanings.meaning() : Optional.empty();
        Optional<UringItem.Limit> limit = cursor.isOneOf("==", "in") ? meanings.limit() : Optional.empty();
        List<UringItem.BitRange> bits = new ArrayList<>();
        if (cursor.take("bits")) {
            reader.block("bits", () -> refinements.bitRange(bits));
        } else {
            reader.endOf("the field");
        }
        words.add(new UringItem.Word(field.get(), as, meaning, limit, bits, cursor.spanFrom(start)));
    }

    private void error(List<UringItem.ErrorText> errors) {
        Optional<Name> errno = reader.name("an errno, such as EINVAL");
        if (errno.isEmpty()) {
            return;
        }
        Optional<UringItem.Quoted> text = reader.quoted("what " + errno.get().text() + " means here, in quotes");
        if (text.isEmpty()) {
            cursor.recover();
            return;
        }
        reader.endOf("the explanation");
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
        if (cursor.is("=")) {
            cursor.problem(cursor.span(), "a check compares by '==', found '='");
            cursor.recover();
            return Optional.empty();
        }
        Severity severity = reader.severity();
        Optional<UringItem.Quoted> text = cursor.kind() == TokenKind.STRING
                ? reader.quoted("what a failure means")
                : Optional.empty();
        reader.endOf("the check");
        return Optional.of(new UringItem.Check(condition.get(), severity, text, cursor.spanFrom(start)));
    }

    Optional<UringItem.On> on() {
        int start = cursor.span().start();
        cursor.advance();
        List<UringItem.On> all = new ArrayList<>();
        do {
            Optional<UringItem.On> one = files();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        } while (cursor.take("|"));
        reader.endOf("on " + all.getLast().kind());
        UringItem.On first = all.getFirst();
        return Optional.of(new UringItem.On(first.kind(), first.names(), all.subList(1, all.size()),
                cursor.spanFrom(start)));
    }

    private Optional<UringItem.On> files() {
        int start = cursor.span().start();
        Optional<Name> first = reader.name(FILES);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String word = first.get().text();
        boolean node = cursor.is("device") && (word.equals("character") || word.equals("block"));
        if (node) {
            cursor.advance();
            word += " device";
        }
        if (!KINDS.contains(word)) {
            cursor.problem(first.get().span(), "expected " + FILES + ", found '" + word + "'"
                    + Spelling.hint(word, KINDS));
            cursor.recover();
            return Optional.empty();
        }
        List<UringItem.Quoted> names = new ArrayList<>();
        if (!word.equals("socket") && !word.equals("block")) {
            do {
                Optional<UringItem.Quoted> quoted = reader.quoted("the name of the " + word + " in quotes");
                if (quoted.isEmpty()) {
                    cursor.recover();
                    return Optional.empty();
                }
                names.add(quoted.get());
            } while (cursor.take(","));
        }
        return Optional.of(new UringItem.On(word, names, List.of(), cursor.spanFrom(start)));
    }

    Optional<UringItem.Needs> needs() {
        int start = cursor.span().start();
        cursor.advance();
        List<List<Name>> allOf = new ArrayList<>();
        do {
            List<Name> oneOf = new ArrayList<>();
            do {
                Optional<Name> feature = reader.name("what the ring needs, such as sqe128");
                if (feature.isEmpty()) {
                    return Optional.empty();
                }
                oneOf.add(feature.get());
            } while (cursor.take("|"));
            allOf.add(oneOf);
        } while (cursor.take(","));
        reader.endOf("needs");
        return Optional.of(new UringItem.Needs(allOf, cursor.spanFrom(start)));
    }

    Optional<UringItem.Match> match() {
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
        reader.endOf("match");
        return Optional.of(new UringItem.Match(mask, cursor.spanFrom(start)));
    }
}
