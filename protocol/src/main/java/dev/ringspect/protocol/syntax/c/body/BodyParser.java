package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.syntax.c.body.Statement.Loop.Kind;

/** Reads statements. Whatever the tokens are, it comes to their end. */
final class BodyParser {
    /** Deeper blocks are skipped: nobody writes them, and a text must not be able to use up the stack. */
    private static final int DEEPEST = 200;

    private final Phrase text;
    private int at;
    private int depth;

    BodyParser(Phrase text) {
        this.text = text;
    }

    /** All statements up to the end or an unpaired closing brace. */
    Statement.Block block() {
        List<Statement> statements = new ArrayList<>();
        while (at < text.size() && !text.is(at, "}")) {
            int before = at;
            statements.add(statement());
            if (at == before) {
                at++;
            }
        }
        return new Statement.Block(statements);
    }

    private Statement statement() {
        if (depth >= DEEPEST) {
            skip();
            return new Statement.Block(List.of());
        }
        depth++;
        Statement statement = read();
        depth--;
        return statement;
    }

    private void skip() {
        if (text.is(at, "{")) {
            at = text.closing(at) + 1;
        } else {
            upToSemicolon();
        }
    }

    private Statement read() {
        return switch (text.text(at)) {
            case "{" -> {
                at++;
                Statement.Block block = block();
                at++;
                yield block;
            }
            case "if" -> choice();
            case "while" -> {
                at++;
                Phrase condition = brackets();
                yield new Statement.Loop(Kind.WHILE, nothing(), condition, nothing(), statement());
            }
            case "do" -> {
                at++;
                Statement body = statement();
                Phrase condition = nothing();
                if (text.is(at, "while")) {
                    at++;
                    condition = brackets();
                    at += text.is(at, ";") ? 1 : 0;
                }
                yield new Statement.Loop(Kind.DO, nothing(), condition, nothing(), body);
            }
            case "for" -> {
                at++;
                List<Phrase> head = new ArrayList<>(brackets().split(";"));
                while (head.size() < 3) {
                    head.add(nothing());
                }
                yield new Statement.Loop(Kind.FOR, head.get(0), head.get(1), head.get(2), statement());
            }
            case "switch" -> {
                at++;
                Phrase over = brackets();
                yield new Statement.Switch(over, statement());
            }
            case "case", "default" -> label();
            case "return" -> {
                Phrase whole = upToSemicolon();
                yield new Statement.Return(whole.part(1, whole.size()), whole.span());
            }
            case "goto" -> new Statement.Goto(upToSemicolon().text(1));
            case "break" -> {
                upToSemicolon();
                yield new Statement.Break();
            }
            case "continue" -> {
                upToSemicolon();
                yield new Statement.Continue();
            }
            default -> other();
        };
    }

    private Statement choice() {
        List<Statement.Arm> arms = new ArrayList<>();
        while (text.is(at, "if")) {
            at += text.is(at + 1, "constexpr") ? 2 : 1;
            arms.add(new Statement.Arm(brackets(), statement()));
            if (!text.is(at, "else")) {
                return new Statement.If(arms, Optional.empty());
            }
            at++;
        }
        return new Statement.If(arms, Optional.of(statement()));
    }

    private Statement label() {
        int from = at + 1;
        int questions = 0;
        while (at < text.size() && !text.is(at, ";") && !(text.is(at, ":") && questions == 0)) {
            questions += text.is(at, "?") ? 1 : text.is(at, ":") ? -1 : 0;
            at++;
        }
        Phrase label = text.part(from, at);
        at++;
        return new Statement.Case(label);
    }

    private Statement other() {
        if (text.isName(at) && text.is(at + 1, ":") && !text.is(at + 2, ":")) {
            String name = text.text(at);
            at += 2;
            return new Statement.Label(name);
        }
        if (text.isName(at) && text.is(at + 1, "(")) {
            int after = text.closing(at + 1) + 1;
            String name = text.text(at);
            boolean each = name.contains("for_each");
            if (text.is(after, "{") || (each && !text.is(after, ";"))) {
                Phrase head = text.part(at + 2, after - 1);
                at = after;
                Kind kind = name.contains("guard") || name.startsWith("scoped") ? Kind.ONCE : Kind.MACRO;
                return new Statement.Loop(kind, head, nothing(), nothing(), statement());
            }
        }
        return new Statement.Simple(upToSemicolon());
    }

    /** What is in the brackets that open here. */
    private Phrase brackets() {
        if (!text.is(at, "(")) {
            return nothing();
        }
        int close = text.closing(at);
        Phrase inside = text.part(at + 1, close);
        at = close + 1;
        return inside;
    }

    /** The tokens up to the next semicolon, after which it goes on; an unpaired brace ends them too. */
    private Phrase upToSemicolon() {
        int from = at;
        while (at < text.size() && !text.is(at, ";") && !text.is(at, "}")) {
            boolean opens = text.is(at, "(") || text.is(at, "[") || text.is(at, "{");
            at = opens ? text.closing(at) + 1 : at + 1;
        }
        Phrase phrase = text.part(from, at);
        at += text.is(at, ";") ? 1 : 0;
        return phrase;
    }

    private Phrase nothing() {
        return text.part(0, 0);
    }

}
