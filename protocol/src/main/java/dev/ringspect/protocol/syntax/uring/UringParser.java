package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.syntax.c.CParser;
import dev.ringspect.protocol.syntax.c.Defines;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.Tokens;

/** Parses the layout language: C declarations, and the words around them. Keywords count only where they can stand. */
final class UringParser {
    private static final Set<String> WORDS = Set.of("protocol", "import", "on", "needs", "command", "refine", "send",
            "match");

    private final TokenCursor cursor;
    private final PartReader reader;
    private final CParser declarations;
    private final CommandParser commands;
    private final RefineParser refinements;
    private final SendParser sends;
    private final List<UringItem> items = new ArrayList<>();
    private final List<Span> regions = new ArrayList<>();
    private final List<Span> unclear = new ArrayList<>();

    private UringParser(Tokens tokens) {
        Set<String> starters = new HashSet<>(CParser.starters());
        starters.addAll(WORDS);
        cursor = new TokenCursor(tokens, starters);
        reader = new PartReader(cursor);
        declarations = new CParser(cursor);
        MeaningParser meanings = new MeaningParser(reader);
        refinements = new RefineParser(reader, meanings);
        sends = new SendParser(reader);
        commands = new CommandParser(reader, meanings, refinements);
    }

    static UringFile parse(SourceText source) {
        Tokens tokens = Tokens.of(source);
        UringParser parser = new UringParser(tokens);
        Defines.read(tokens).forEach(define -> parser.items.add(new UringItem.Declaration(define)));
        while (!parser.cursor.atEnd()) {
            parser.item();
        }
        List<Problem> problems = new ArrayList<>(tokens.problems());
        problems.addAll(parser.cursor.problems());
        problems.sort(Comparator.comparingInt(problem -> problem.span().start()));
        return new UringFile(source, tokens, parser.items, parser.regions, parser.unclear,
                Problem.readable(problems));
    }

    private void item() {
        int before = cursor.position();
        int start = cursor.span().start();
        if (!WORDS.contains(cursor.text()) || cursor.is(1, ";")) {
            int known = cursor.problemCount();
            declarations.declaration().ifPresent(declared -> items.add(new UringItem.Declaration(declared)));
            // What is wrong with C is known only after its preprocessor.
            if (cursor.problemCount() > known) {
                unclear.add(cursor.spanFrom(start));
            }
            cursor.forgetProblems(known);
        } else {
            word();
            regions.add(cursor.spanFrom(start));
        }
        if (cursor.position() == before) {
            cursor.advance();
        }
    }

    private void word() {
        switch (cursor.text()) {
            case "protocol" -> protocol();
            case "import" -> imports().ifPresent(items::add);
            case "on" -> commands.on().ifPresent(items::add);
            case "needs" -> commands.needs().ifPresent(items::add);
            case "command" -> commands.parse().ifPresent(items::add);
            case "refine" -> refinements.parse().ifPresent(items::add);
            case "match" -> commands.match().ifPresent(items::add);
            default -> sends.parse().ifPresent(items::add);
        }
    }

    private void protocol() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<Name> name = reader.name("the protocol's name");
        name.ifPresent(found -> {
            reader.endOf("the protocol's name");
            items.add(new UringItem.ProtocolName(found, cursor.spanFrom(start)));
        });
    }

    private Optional<UringItem.Import> imports() {
        int start = cursor.span().start();
        cursor.advance();
        UringItem.Import.Kind kind = cursor.take("rust")
                ? UringItem.Import.Kind.RUST
                : cursor.take("btf") ? UringItem.Import.Kind.BTF : UringItem.Import.Kind.C;
        Optional<UringItem.Quoted> path = reader.quoted(switch (kind) {
            case C -> "the header in quotes, or rust or btf and a file in quotes";
            case RUST -> "the Rust source in quotes";
            case BTF -> "\"vmlinux\" or a file with BTF in quotes";
        });
        if (path.isEmpty()) {
            cursor.recover();
            return Optional.empty();
        }
        List<UringItem.Choice> choices = new ArrayList<>();
        if (kind == UringItem.Import.Kind.BTF && cursor.is("{")) {
            reader.block("the import", () -> choice(choices));
        } else {
            reader.endOf("the import");
        }
        return Optional.of(new UringItem.Import(kind, path.get(), choices, cursor.spanFrom(start)));
    }

    private void choice(List<UringItem.Choice> choices) {
        int start = cursor.span().start();
        if (!cursor.isOneOf("struct", "union", "enum")) {
            cursor.problem(cursor.span(), "expected struct, union or enum, a name, and which of that name is meant"
                    + cursor.found());
            cursor.recover();
            return;
        }
        String keyword = cursor.text();
        cursor.advance();
        Optional<Name> tag = reader.name("the name of the " + keyword);
        if (tag.isEmpty()) {
            return;
        }
        Optional<Expr> size = cursor.take("size") ? reader.expressions.parse() : Optional.empty();
        Optional<Name> with = cursor.take("with") ? reader.name("the name of a member that it has") : Optional.empty();
        Optional<Name> outer = Optional.empty();
        if (cursor.take("in")) {
            if (!cursor.take("struct") && !cursor.take("union")) {
                cursor.problem(cursor.span(),
                        "expected struct or union, and the name of what holds it" + cursor.found());
            }
            outer = reader.name("the name of the struct that holds it");
        }
        if (size.isEmpty() && with.isEmpty() && outer.isEmpty()) {
            cursor.problem(cursor.span(), "expected 'size' and its bytes, 'with' and a member, or 'in' and the struct "
                    + "that holds it, after " + keyword + " " + tag.get().text() + cursor.found());
            cursor.recover();
            return;
        }
        choices.add(new UringItem.Choice(keyword, tag.get(), size, with, outer, cursor.spanFrom(start)));
        reader.endOf("the choice");
    }
}
