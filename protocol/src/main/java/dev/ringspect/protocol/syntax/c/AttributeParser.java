package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses attributes, wherever they stand; keeps those that matter to a layout. */
final class AttributeParser {
    private final TokenCursor cursor;
    private final ExprParser expressions;

    AttributeParser(TokenCursor cursor, ExprParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** Takes all attributes that stand here. */
    void all(List<Attribute> found) {
        while (one(found)) {
            // one more taken
        }
    }

    /** Attributes after a closing brace; in brackets they are about this one use of the type and change nothing of it. */
    void afterBrace(List<Attribute> found) {
        do {
            while (cursor.is("[") && cursor.is(1, "[")) {
                one(new ArrayList<>());
            }
        } while (one(found));
    }

    /** Takes one attribute, if one stands here. */
    boolean one(List<Attribute> found) {
        if (cursor.kind() != TokenKind.IDENTIFIER) {
            return cursor.is("[") && cursor.is(1, "[") && brackets(found);
        }
        Span span = cursor.span();
        switch (cursor.text()) {
            case "__packed" -> {
                cursor.advance();
                found.add(new Attribute("packed", Optional.empty(), span));
            }
            case "__aligned", "_Alignas", "alignas" -> {
                cursor.advance();
                found.add(new Attribute("aligned", argument(), span));
            }
            case "__counted_by", "__counted_by_le", "__counted_by_be" -> {
                cursor.advance();
                found.add(new Attribute("counted_by", argument(), span));
            }
            case "_Atomic" -> {
                if (cursor.is(1, "(")) {
                    return false;
                }
                cursor.advance();
                found.add(new Attribute("atomic", Optional.empty(), span));
            }
            case "__declspec" -> {
                cursor.advance();
                skipParentheses();
            }
            case "__attribute__", "__attribute" -> {
                cursor.advance();
                list(found);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean brackets(List<Attribute> found) {
        cursor.advance();
        cursor.advance();
        while (!cursor.atEnd() && !cursor.isOneOf("]", ";", "{", "}")) {
            boolean compilers = cursor.isOneOf("gnu", "__gnu__", "clang", "_Clang") && cursor.is(1, ":");
            if (cursor.kind() == TokenKind.IDENTIFIER && cursor.is(1, ":") && cursor.is(2, ":")) {
                cursor.advance();
                cursor.advance();
                cursor.advance();
            }
            if (cursor.kind() == TokenKind.IDENTIFIER) {
                // the standard's own attributes say nothing about a layout
                named(compilers ? found : new ArrayList<>());
            } else {
                cursor.advance();
            }
        }
        cursor.take("]");
        cursor.take("]");
        return true;
    }

    private void list(List<Attribute> found) {
        if (!cursor.expect("(", "after __attribute__") || !cursor.expect("(", "after __attribute__(")) {
            return;
        }
        while (cursor.kind() == TokenKind.IDENTIFIER || cursor.is(",")) {
            if (cursor.take(",")) {
                continue;
            }
            named(found);
        }
        if (cursor.expect(")", "after the attributes")) {
            cursor.expect(")", "after the attributes");
        }
    }

    /** One attribute by its name. */
    private void named(List<Attribute> found) {
        Span span = cursor.span();
        String name = bare(cursor.text());
        cursor.advance();
        switch (name) {
            case "packed", "ms_struct" -> found.add(new Attribute(name, Optional.empty(), span));
            case "aligned", "vector_size", "mode", "ext_vector_type", "scalar_storage_order" ->
                found.add(new Attribute(name, argument(), span));
            default -> {
                if (cursor.is("(")) {
                    skipParentheses();
                }
            }
        }
    }

    private Optional<Expr> argument() {
        if (!cursor.is("(")) {
            return Optional.empty();
        }
        boolean type = expressions.startsType(1);
        cursor.advance();
        Optional<Expr> value;
        if (type) {
            Expr.TypeName name = expressions.typeName();
            value = Optional.of(new Expr.Call("_Alignof", List.of(new Expr.Argument.OfType(name)), name.span()));
        } else {
            value = expressions.parse();
        }
        cursor.expect(")", "after the alignment");
        return value;
    }

    /** Steps after the parenthesis that closes the one here; stops where a declaration or a block ends. */
    void skipParentheses() {
        int open = 0;
        while (!cursor.atEnd() && !cursor.isOneOf(";", "{", "}")) {
            if (cursor.is("(")) {
                open++;
            } else if (cursor.is(")")) {
                open--;
            }
            cursor.advance();
            if (open <= 0) {
                return;
            }
        }
    }

    /** A name without the underscores around it. */
    static String bare(String name) {
        return name.length() > 4 && name.startsWith("__") && name.endsWith("__")
                ? name.substring(2, name.length() - 2)
                : name;
    }

    static boolean isAttribute(String word) {
        return switch (word) {
            case "__packed", "__aligned", "_Alignas", "alignas", "__attribute__", "__attribute", "__counted_by",
                    "__counted_by_le", "__counted_by_be", "__declspec", "_Atomic" ->
                true;
            default -> false;
        };
    }

    /** Words that say nothing about a layout. */
    static boolean isIgnored(String word) {
        return switch (word) {
            case "const", "__const", "__const__", "volatile", "__volatile__", "restrict", "__restrict",
                    "__restrict__", "static", "extern", "inline", "__inline", "__inline__", "__extension__",
                    "__bitwise", "__bitwise__", "__user", "__iomem", "__force", "__kernel", "__rcu", "register", "auto",
                    "_Noreturn", "__nonstring", "_Thread_local", "__thread", "__private", "__percpu" ->
                true;
            default -> false;
        };
    }
}
