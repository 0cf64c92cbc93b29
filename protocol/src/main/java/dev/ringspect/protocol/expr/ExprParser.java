package dev.ringspect.protocol.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** Parses expressions with C's precedence. What is wrong is noted at the cursor's problems. */
public final class ExprParser {
    /** Deeper nesting is refused, so that no text can exhaust the stack. */
    private static final int DEEPEST = 200;

    /** A chain of operators is a tree as deep as it is long. */
    private static final int MOST_OPERATORS = 1000;

    private static final String[][] LEVELS = {{"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<", "<=", ">", ">="},
            {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    private static final int ABOVE_OR = 3;

    private final TokenCursor cursor;
    private final Predicate<String> types;
    private boolean durations;
    private int depth;
    private int operators;

    /** A parser of what stands at {@code cursor}. */
    public ExprParser(TokenCursor cursor) {
        this(cursor, _ -> false);
    }

    /** A parser that takes the names in {@code types} for types, so that {@code (name)x} is a cast. */
    public ExprParser(TokenCursor cursor, Predicate<String> types) {
        this.cursor = cursor;
        this.types = types;
    }

    /** Parses a text that is one expression and nothing else. */
    public static ParsedExpr parse(SourceText text) {
        return parse(text, false);
    }

    /** As {@link #parse(SourceText)}; durations such as {@code 1.5ms} are numbers of nanoseconds. */
    public static ParsedExpr parseFilter(SourceText text) {
        return parse(text, true);
    }

    private static ParsedExpr parse(SourceText text, boolean durations) {
        Tokens tokens = Tokens.of(text);
        TokenCursor cursor = new TokenCursor(tokens);
        tokens.problems().forEach(cursor::problem);
        ExprParser parser = new ExprParser(cursor);
        parser.durations = durations;
        Optional<Expr> expression = parser.parse();
        if (expression.isPresent() && !cursor.atEnd()) {
            cursor.problem(cursor.span(), "expected an operator or the end of the expression" + cursor.found());
            expression = Optional.empty();
        }
        return new ParsedExpr(expression, cursor.problems());
    }

    /** Parses one expression; empty, with a problem noted, where there is none. */
    public Optional<Expr> parse() {
        return conditional();
    }

    /** Parses one expression that ends before a {@code |} outside of parentheses. */
    public Optional<Expr> parseAlternative() {
        return binary(ABOVE_OR);
    }

    private Optional<Expr> conditional() {
        if (++depth > DEEPEST) {
            cursor.problem(cursor.span(), "the expression is nested too deeply; write it in parts");
            depth--;
            return Optional.empty();
        }
        try {
            Optional<Expr> condition = binary(0);
            if (condition.isEmpty() || !cursor.take("?")) {
                return condition;
            }
            Optional<Expr> then = conditional();
            if (then.isEmpty() || !cursor.expect(":", "between the two results of ?")) {
                return Optional.empty();
            }
            return conditional().map(otherwise -> new Expr.Conditional(condition.get(), then.get(), otherwise,
                    condition.get().span().to(otherwise.span())));
        } finally {
            depth--;
        }
    }

    private Optional<Expr> binary(int level) {
        if (level == LEVELS.length) {
            return unary();
        }
        Optional<Expr> left = binary(level + 1);
        while (left.isPresent() && cursor.isOneOf(LEVELS[level])) {
            String operator = cursor.text();
            if (++operators > MOST_OPERATORS) {
                cursor.problem(cursor.span(), "the expression is too long; write it in parts");
                return Optional.empty();
            }
            cursor.advance();
            Optional<Expr> right = binary(level + 1);
            if (right.isEmpty()) {
                return right;
            }
            left = Optional.of(new Expr.Binary(operator, left.get(), right.get(),
                    left.get().span().to(right.get().span())));
        }
        return left;
    }

    private Optional<Expr> unary() {
        Span start = cursor.span();
        if (cursor.isOneOf("-", "+", "!", "~")) {
            String operator = cursor.text();
            cursor.advance();
            return deeper(this::unary)
                    .map(operand -> new Expr.Unary(operator, operand, start.to(operand.span())));
        }
        if (cursor.is("(") && startsType(1)) {
            cursor.advance();
            Expr.TypeName type = typeName();
            if (!cursor.expect(")", "after the type")) {
                return Optional.empty();
            }
            return deeper(this::unary).map(operand -> new Expr.Cast(type, operand, start.to(operand.span())));
        }
        return primary();
    }

    private Optional<Expr> primary() {
        Span span = cursor.span();
        if (cursor.atStarter()) {
            cursor.problem(span, "expected a value" + cursor.found());
            return Optional.empty();
        }
        switch (cursor.kind()) {
            case NUMBER -> {
                String text = cursor.text();
                cursor.advance();
                return orProblem(NumberText.number(text, span)
                        .or(() -> durations ? NumberText.duration(text, span) : Optional.empty()), span,
                        "'" + text + "' is no integer of at most 64 bits");
            }
            case CHARACTER -> {
                String text = cursor.text();
                cursor.advance();
                return orProblem(NumberText.character(text, span), span, text + " is no character constant");
            }
            case STRING -> {
                String text = cursor.text();
                cursor.advance();
                return orProblem(NumberText.string(text).map(value -> new Expr.Text(value, span)), span,
                        "the string has an escape that C does not know, or no end");
            }
            case IDENTIFIER -> {
                return cursor.is("sizeof") ? sizeOf() : cursor.is(1, "(") ? call() : named();
            }
            case PUNCTUATOR -> {
                if (cursor.take("(")) {
                    Optional<Expr> inner = deeper(this::conditional);
                    return inner.isPresent() && !cursor.expect(")", "after the expression") ? Optional.empty() : inner;
                }
            }
            case DIRECTIVE, SPACE, COMMENT, UNKNOWN, END -> {
                // falls to the problem below
            }
        }
        cursor.problem(span, "expected a value" + cursor.found());
        return Optional.empty();
    }

    private Optional<Expr> named() {
        Expr.Name name = name();
        if (cursor.is("[")) {
            cursor.problem(cursor.span(), "an index is a plain number, as in " + name.path() + "[0]");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Optional<Expr> sizeOf() {
        int start = cursor.span().start();
        cursor.advance();
        if (!cursor.expect("(", "after sizeof; only sizeof(type) is known")) {
            return Optional.empty();
        }
        Expr.TypeName type = typeName();
        return cursor.expect(")", "after the type")
                ? Optional.of(new Expr.SizeOf(type, cursor.spanFrom(start)))
                : Optional.empty();
    }

    private Optional<Expr> call() {
        int start = cursor.span().start();
        String name = cursor.text();
        cursor.advance();
        cursor.advance();
        List<Expr.Argument> arguments = new ArrayList<>();
        while (!cursor.is(")")) {
            if (startsType(0)) {
                arguments.add(new Expr.Argument.OfType(typeName()));
            } else {
                Optional<Expr> value = deeper(this::conditional);
                if (value.isEmpty()) {
                    return value;
                }
                arguments.add(new Expr.Argument.Value(value.get()));
            }
            if (!cursor.take(",")) {
                break;
            }
        }
        return cursor.expect(")", "after the arguments of " + name)
                ? Optional.of(new Expr.Call(name, arguments, cursor.spanFrom(start)))
                : Optional.empty();
    }

    /** A name with members and constant indexes after it, {@code sqe.level}, {@code q[2].tag}. */
    public Expr.Name name() {
        int start = cursor.span().start();
        StringBuilder path = new StringBuilder(cursor.text());
        cursor.advance();
        while (true) {
            if (cursor.is(".") && cursor.kind(1) == TokenKind.IDENTIFIER) {
                cursor.advance();
                path.append('.').append(cursor.text());
                cursor.advance();
            } else if (cursor.is("[") && cursor.kind(1) == TokenKind.NUMBER && cursor.is(2, "]")) {
                cursor.advance();
                path.append('[').append(index(cursor.text(), cursor.span())).append(']');
                cursor.advance();
                cursor.advance();
            } else {
                return new Expr.Name(path.toString(), cursor.spanFrom(start));
            }
        }
    }

    /** 0x1 names the element that 1 names. */
    private static String index(String written, Span span) {
        return NumberText.number(written, span).map(number -> Long.toUnsignedString(number.value())).orElse(written);
    }

    /** A type's name at the cursor. */
    public Expr.TypeName typeName() {
        int start = cursor.span().start();
        StringBuilder name = new StringBuilder();
        Predicate<String> qualifier = word -> word.equals("const") || word.equals("volatile");
        while (cursor.kind() == TokenKind.IDENTIFIER) {
            String word = cursor.text();
            boolean tag = word.equals("struct") || word.equals("union") || word.equals("enum");
            boolean first = name.isEmpty();
            if (!qualifier.test(word)) {
                if (!first && !BuiltinTypes.isKeyword(word)) {
                    break;
                }
                name.append(first ? "" : " ").append(word);
            }
            cursor.advance();
            if (tag && cursor.kind() == TokenKind.IDENTIFIER) {
                name.append(' ').append(cursor.text());
                cursor.advance();
            }
        }
        if (name.isEmpty()) {
            cursor.problem(cursor.span(), "expected a type" + cursor.found());
        }
        int pointers = 0;
        while (cursor.take("*")) {
            pointers++;
        }
        List<Expr> dimensions = new ArrayList<>();
        while (cursor.take("[")) {
            deeper(this::conditional).ifPresent(dimensions::add);
            cursor.expect("]", "after the array's length");
        }
        return new Expr.TypeName(name.toString(), pointers, dimensions, cursor.spanFrom(start));
    }

    /** Whether a type's name stands {@code ahead} of the cursor. */
    public boolean startsType(int ahead) {
        if (cursor.kind(ahead) != TokenKind.IDENTIFIER) {
            return false;
        }
        String word = cursor.text(ahead);
        return word.equals("struct") || word.equals("union") || word.equals("enum") || word.equals("const")
                || BuiltinTypes.isKeyword(word) || types.test(word) || isTypeAlone(word, ahead);
    }

    /** A builtin type's name counts as a type only where nothing can make a value of it. */
    private boolean isTypeAlone(String word, int ahead) {
        return BuiltinTypes.find(word).isPresent() && (cursor.is(ahead + 1, ")") || cursor.is(ahead + 1, "*")
                || cursor.is(ahead + 1, "[") || cursor.is(ahead + 1, ","));
    }

    private Optional<Expr> deeper(Supplier<Optional<Expr>> part) {
        if (++depth > DEEPEST) {
            cursor.problem(cursor.span(), "the expression is nested too deeply; write it in parts");
            depth--;
            return Optional.empty();
        }
        Optional<Expr> result = part.get();
        depth--;
        return result;
    }

    private Optional<Expr> orProblem(Optional<? extends Expr> value, Span span, String message) {
        if (value.isEmpty()) {
            cursor.problem(span, message);
        }
        return value.map(found -> found);
    }
}
