package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses one enum at a cursor; after an error it goes on with the next constant. */
final class EnumParser {
    private final TokenCursor cursor;
    private final ExprParser expressions;
    private final AttributeParser attributeParser;
    private final Supplier<Optional<Name>> tags;
    private boolean leftOpen;

    /** @param tags takes the tag at the cursor, if there is one */
    EnumParser(TokenCursor cursor, ExprParser expressions, AttributeParser attributeParser,
            Supplier<Optional<Name>> tags) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.attributeParser = attributeParser;
        this.tags = tags;
    }

    /** Whether its closing brace was missing. */
    boolean isLeftOpen() {
        return leftOpen;
    }

    /** @param outer takes attributes that belong to what is declared, since the enum is only named */
    TypeSpecifier parse(List<Attribute> outer) {
        Span keyword = cursor.span();
        cursor.advance();
        List<Attribute> attributes = new ArrayList<>();
        attributeParser.all(attributes);
        Optional<Name> tag = tags.get();
        Optional<TypeSpecifier.Named> underlying = Optional.empty();
        if (cursor.is(":") && cursor.kind(1) == TokenKind.IDENTIFIER) {
            cursor.advance();
            Expr.TypeName type = expressions.typeName();
            underlying = Optional.of(new TypeSpecifier.Named(type.name(), type.span()));
        }
        attributeParser.all(attributes);
        if (!cursor.is("{")) {
            if (tag.isEmpty()) {
                cursor.problem(keyword, "expected a name or '{' after enum" + cursor.found());
            }
            outer.addAll(attributes);
            return new TypeSpecifier.EnumType(tag, underlying, Optional.empty(), List.of(), CParser.span(tag, keyword));
        }
        List<TypeSpecifier.Constant> constants = constants(tag.map(Name::text).orElse("enum"));
        attributeParser.afterBrace(attributes);
        return new TypeSpecifier.EnumType(tag, underlying, Optional.of(constants), attributes,
                CParser.span(tag, keyword));
    }

    private List<TypeSpecifier.Constant> constants(String owner) {
        int open = cursor.position();
        Span brace = cursor.span();
        cursor.advance();
        List<TypeSpecifier.Constant> constants = new ArrayList<>();
        while (!cursor.take("}")) {
            if (cursor.blockWasLeft(open)) {
                cursor.problem(brace, "the '{' of " + owner + " is never closed; add '};' after its last constant");
                leftOpen = true;
                return constants;
            }
            if (cursor.kind() != TokenKind.IDENTIFIER) {
                cursor.problem(cursor.span(), "expected a constant's name" + cursor.found());
                skipConstant();
                continue;
            }
            Name name = new Name(cursor.text(), cursor.span());
            cursor.advance();
            attributeParser.all(new ArrayList<>());
            Optional<Expr> value = cursor.take("=") ? expressions.parse() : Optional.empty();
            constants.add(new TypeSpecifier.Constant(name, value));
            if (!cursor.is("}") && !cursor.take(",")) {
                cursor.expect(",", "between the constants");
                skipConstant();
            }
        }
        return constants;
    }

    private void skipConstant() {
        while (!cursor.atEnd() && !cursor.is("}") && !cursor.is(";") && !cursor.atStarter()) {
            if (cursor.take(",")) {
                return;
            }
            cursor.advance();
        }
        cursor.take(";");
    }
}
