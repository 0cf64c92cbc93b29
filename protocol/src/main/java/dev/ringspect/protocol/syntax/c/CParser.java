package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.layout.TypeLimits;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/**
 * Parses C declarations at a cursor. After an error it goes on with the next member or declaration; a struct whose closing
 * brace is missing ends where a new declaration starts a line.
 */
public final class CParser {
    /** Deeper nesting of structs and declarators is refused, so that no text can exhaust the stack. */
    private static final int DEEPEST = 100;
    private static final String TOO_MANY = "these are more than " + TypeLimits.MOST_MEMBERS
            + " members in one declaration; no more are read";

    private static final Set<String> STARTERS = Set.of("struct", "union", "enum", "typedef", "static", "extern");

    private final TokenCursor cursor;
    private final ExprParser expressions;
    private final AttributeParser attributeParser;
    private final Set<String> typedefs = new HashSet<>();
    /** Whether words that mean nothing here are stepped over: in a header they are macros that were not found. */
    private final BooleanSupplier header;
    private int depth;
    private int linkage;
    private boolean blockLeft;
    /** Whether something of the member at hand was not understood. */
    private boolean lost;

    /** A parser at {@code cursor}, which knows the words that start a declaration. */
    public CParser(TokenCursor cursor) {
        this(cursor, () -> false);
    }

    private CParser(TokenCursor cursor, BooleanSupplier header) {
        this.cursor = cursor;
        this.expressions = new ExprParser(cursor, typedefs::contains);
        this.attributeParser = new AttributeParser(cursor, expressions);
        this.header = header;
    }

    /** A parser of what the preprocessor made of C headers and sources. */
    public static CParser ofHeader(TokenCursor cursor) {
        return new CParser(cursor, () -> true);
    }

    /** A parser of a text that includes headers; {@code inHeader} tells whether the cursor stands in one. */
    static CParser ofText(TokenCursor cursor, BooleanSupplier inHeader) {
        return new CParser(cursor, inHeader);
    }

    /** The words that start a C declaration. */
    public static Set<String> starters() {
        return STARTERS;
    }

    /** Parses one declaration; empty, with a problem noted or nothing to say, where none was made. */
    public Optional<CDeclaration> declaration() {
        int start = cursor.span().start();
        if (cursor.take(";")) {
            return Optional.empty();
        }
        if (skipped()) {
            return Optional.empty();
        }
        List<Attribute> attributes = new ArrayList<>();
        boolean constant = cursor.is("constexpr") && header.getAsBoolean();
        if (constant) {
            cursor.advance();
        }
        Specifiers specifiers = specifiers(attributes);
        if (specifiers.type.isEmpty()) {
            cursor.problem(cursor.span(), "expected a declaration" + cursor.found());
            int before = cursor.position();
            cursor.recover();
            if (cursor.position() == before) {
                cursor.advance(); // a closing brace that closes nothing
            }
            return Optional.empty();
        }
        if (leftBlock()) {
            return Optional.of(new CDeclaration.Types(specifiers.typedef, specifiers.type.get(), attributes, List.of(),
                    cursor.spanFrom(start)));
        }
        List<Declarator> declarators = new ArrayList<>();
        while (!cursor.is(";") && !cursor.atEnd() && !cursor.atStarter()) {
            Optional<Declarator> declarator = declarator();
            if (declarator.isEmpty()) {
                break;
            }
            declarators.add(declarator.get());
            if (specifiers.typedef) {
                declarator.get().name().ifPresent(name -> typedefs.add(name.text()));
            }
            if (constant && cursor.is("=") && !cursor.is(1, "{") && declarator.get().derivations().isEmpty()) {
                return constantOf(declarator.get(), start);
            }
            if (cursor.is("{") || cursor.is("=")) {
                cursor.recover(); // a function's body or a value: nothing that has a layout
                return Optional.of(new CDeclaration.Types(specifiers.typedef, specifiers.type.get(), attributes,
                        List.of(), cursor.spanFrom(start)));
            }
            if (!cursor.take(",")) {
                break;
            }
        }
        if (specifiers.typedef && declarators.isEmpty()) {
            cursor.problem(cursor.lastSpan(), "expected the new name after the type of the typedef");
        }
        end("the declaration");
        return Optional.of(new CDeclaration.Types(specifiers.typedef, specifiers.type.get(), attributes, declarators,
                cursor.spanFrom(start)));
    }

    /** {@code constexpr int N = 4;} is a constant like an enumerator. */
    private Optional<CDeclaration> constantOf(Declarator declarator, int start) {
        cursor.advance();
        Optional<Expr> value = expressions.parse();
        end("the constant");
        return declarator.name().map(name -> new CDeclaration.Types(false,
                new TypeSpecifier.EnumType(Optional.empty(), Optional.empty(),
                        Optional.of(List.of(new TypeSpecifier.Constant(name, value))), List.of(), name.span()),
                List.of(), List.of(), cursor.spanFrom(start)));
    }

    /** Whether the type before the cursor was left without its closing brace; then nothing else belongs to it. */
    private boolean leftBlock() {
        boolean left = blockLeft;
        blockLeft = false;
        return left;
    }

    /** Steps over what declares no type: assertions, assembler, {@code extern "C" { }}, calls of macros not known. */
    private boolean skipped() {
        if (cursor.isOneOf("_Static_assert", "static_assert", "__asm__", "asm")) {
            cursor.recover();
            return true;
        }
        if (cursor.is("extern") && cursor.kind(1) == TokenKind.STRING) {
            cursor.advance();
            cursor.advance();
            linkage += cursor.take("{") ? 1 : 0;
            return true;
        }
        if (linkage > 0 && cursor.take("}")) {
            linkage--;
            return true;
        }
        if (cursor.kind() == TokenKind.IDENTIFIER && cursor.is(1, "(") && header.getAsBoolean()
                && !isType(cursor.text())
                && !AttributeParser.isAttribute(cursor.text()) && !isTypeOf(cursor.text())) {
            cursor.advance();
            attributeParser.skipParentheses();
            if (cursor.is("{")) {
                cursor.recover();
            } else {
                cursor.take(";");
            }
            return true;
        }
        return false;
    }

    private boolean isType(String word) {
        return typedefs.contains(word) || BuiltinTypes.isKeyword(word) || BuiltinTypes.find(word).isPresent();
    }

    private static boolean isTypeOf(String word) {
        return switch (word) {
            case "typeof", "__typeof__", "__typeof", "typeof_unqual", "__typeof_unqual__", "__typeof_unqual" -> true;
            default -> false;
        };
    }

    private void end(String what) {
        if (cursor.take(";")) {
            return;
        }
        cursor.expect(";", "after " + what);
        if (!cursor.onNewLine() && !startsDeclaration() && !cursor.is("}")) {
            lost = true;
            cursor.recover();
        }
    }

    private boolean startsDeclaration() {
        String word = cursor.text();
        return starters().contains(word) || BuiltinTypes.isKeyword(word) || BuiltinTypes.find(word).isPresent();
    }

    private record Specifiers(boolean typedef, Optional<TypeSpecifier> type) {}

    private Specifiers specifiers(List<Attribute> attributes) {
        boolean typedef = false;
        Optional<TypeSpecifier> type = Optional.empty();
        StringBuilder words = new StringBuilder();
        int start = cursor.span().start();
        while (cursor.kind() == TokenKind.IDENTIFIER || (cursor.is("[") && cursor.is(1, "["))) {
            String word = cursor.text();
            if (cursor.is("[")) {
                attribute(attributes);
                continue;
            }
            if (type.isPresent() && isMacroInFront(type.get(), word)) {
                type = Optional.empty();
            }
            if (word.equals("typedef")) {
                typedef = true;
                cursor.advance();
            } else if (AttributeParser.isIgnored(word)) {
                cursor.advance();
            } else if (word.equals("_Atomic") && cursor.is(1, "(") && words.isEmpty() && type.isEmpty()) {
                attributes.add(new Attribute("atomic", Optional.empty(), cursor.span()));
                type = Optional.of(typeOf());
            } else if (attribute(attributes)) {
                // taken
            } else if (word.equals("_BitInt") && cursor.is(1, "(") && type.isEmpty()) {
                start = words.isEmpty() ? cursor.span().start() : start;
                words.append(words.isEmpty() ? "" : " ").append(bitInt());
            } else if (BuiltinTypes.isKeyword(word) && type.isEmpty()) {
                start = words.isEmpty() ? cursor.span().start() : start;
                words.append(words.isEmpty() ? "" : " ").append(word);
                cursor.advance();
            } else if (!words.isEmpty() || type.isPresent()) {
                break;
            } else if (isTypeOf(word)) {
                type = Optional.of(typeOf());
            } else if (word.equals("struct") || word.equals("union")) {
                type = Optional.of(struct(attributes));
            } else if (word.equals("enum")) {
                EnumParser constants = new EnumParser(cursor, expressions, attributeParser, this::tag);
                type = Optional.of(constants.parse(attributes));
                blockLeft |= constants.isLeftOpen();
            } else {
                type = Optional.of(new TypeSpecifier.Named(word, cursor.span()));
                cursor.advance();
            }
        }
        if (!words.isEmpty()) {
            type = Optional.of(new TypeSpecifier.Named(words.toString(), cursor.spanFrom(start)));
        }
        return new Specifiers(typedef, type);
    }

    /** Whether what was taken for the type is the name of a macro that was not found, since the type comes only now. */
    private boolean isMacroInFront(TypeSpecifier before, String word) {
        if (!(before instanceof TypeSpecifier.Named named) || !header.getAsBoolean() || isType(named.name())) {
            return false;
        }
        boolean tag = word.equals("struct") || word.equals("union") || word.equals("enum");
        return tag || BuiltinTypes.isKeyword(word)
                || (isType(word) && (cursor.kind(1) == TokenKind.IDENTIFIER || cursor.is(1, "*")));
    }

    /** {@code _BitInt(24)} as one word. */
    private String bitInt() {
        StringBuilder text = new StringBuilder(cursor.text());
        cursor.advance();
        int open = cursor.position();
        attributeParser.skipParentheses();
        for (int i = open - cursor.position(); i < 0; i++) {
            text.append(cursor.text(i));
        }
        return text.toString();
    }

    private TypeSpecifier typeOf() {
        int start = cursor.span().start();
        cursor.advance();
        if (cursor.is("(") && !expressions.startsType(1)) {
            attributeParser.skipParentheses();
            return new TypeSpecifier.TypeOf(Optional.empty(), cursor.spanFrom(start));
        }
        cursor.expect("(", "after typeof");
        Expr.TypeName name = expressions.typeName();
        cursor.expect(")", "after the type");
        return new TypeSpecifier.TypeOf(Optional.of(name), cursor.spanFrom(start));
    }

    private TypeSpecifier struct(List<Attribute> outer) {
        Span keywordSpan = cursor.span();
        Type.Keyword keyword = cursor.is("union") ? Type.Keyword.UNION : Type.Keyword.STRUCT;
        cursor.advance();
        List<Attribute> attributes = new ArrayList<>();
        attributes(attributes);
        Optional<Name> tag = tag();
        attributes(attributes);
        if (!cursor.is("{")) {
            if (tag.isEmpty()) {
                cursor.problem(keywordSpan, "expected a name or '{' after " + keyword.word() + cursor.found());
            }
            outer.addAll(attributes);
            return new TypeSpecifier.Struct(keyword, tag, Optional.empty(), List.of(), 0, span(tag, keywordSpan));
        }
        List<MemberDeclaration> members = members(tag.map(Name::text).orElse(keyword.word()));
        int end = cursor.lastSpan().start();
        attributeParser.afterBrace(attributes);
        return new TypeSpecifier.Struct(keyword, tag, Optional.of(members), attributes, end, span(tag, keywordSpan));
    }

    private List<MemberDeclaration> members(String owner) {
        int open = cursor.position();
        Span brace = cursor.span();
        List<MemberDeclaration> members = new ArrayList<>();
        if (++depth > DEEPEST) {
            cursor.problem(brace, "structs are nested too deeply here");
            cursor.recover();
            depth--;
            return members;
        }
        cursor.advance();
        while (!cursor.is("}")) {
            if (cursor.blockWasLeft(open)) {
                cursor.problem(brace, "the '{' of " + owner + " is never closed; add '};' after its last member");
                depth--;
                blockLeft = true;
                return members;
            }
            int before = cursor.position();
            int start = cursor.span().start();
            lost = false;
            member().ifPresent(members::add);
            if (cursor.position() == before) {
                cursor.advance();
                lost = true;
            }
            if (lost) {
                members.add(MemberDeclaration.lost(cursor.spanFrom(start)));
            }
        }
        cursor.advance();
        depth--;
        return members;
    }

    private Optional<MemberDeclaration> member() {
        int start = cursor.span().start();
        if (cursor.take(";")) {
            return Optional.empty();
        }
        if (cursor.isOneOf("_Static_assert", "static_assert")) {
            cursor.recover();
            return Optional.empty();
        }
        List<Attribute> attributes = new ArrayList<>();
        Specifiers specifiers = specifiers(attributes);
        if (specifiers.type.isEmpty()) {
            cursor.problem(cursor.span(), "expected a member, such as '__u32 name;'" + cursor.found());
            cursor.recover();
            lost = true;
            return Optional.empty();
        }
        if (leftBlock()) {
            return Optional.of(
                    new MemberDeclaration(specifiers.type.get(), attributes, List.of(), cursor.spanFrom(start)));
        }
        List<Declarator> declarators = new ArrayList<>();
        while (!cursor.is(";") && !cursor.is("}") && !cursor.atEnd()) {
            Optional<Declarator> declarator = declarator();
            if (declarator.isEmpty()) {
                lost = true;
                break;
            }
            declarators.add(declarator.get());
            if (declarators.size() > TypeLimits.MOST_MEMBERS) {
                cursor.problem(cursor.lastSpan(), TOO_MANY);
                cursor.recover();
                break;
            }
            if (!cursor.take(",")) {
                break;
            }
        }
        Span span = cursor.spanFrom(start);
        boolean anonymous = specifiers.type.get() instanceof TypeSpecifier.Struct;
        if (declarators.isEmpty() && !anonymous && cursor.is(";")) {
            cursor.problem(cursor.lastSpan(), "expected the member's name after its type");
            lost = true;
        }
        end("the member");
        return Optional.of(new MemberDeclaration(specifiers.type.get(), attributes, declarators, span));
    }

    private Optional<Declarator> declarator() {
        int start = cursor.span().start();
        List<Attribute> attributes = new ArrayList<>();
        List<Derivation> derivations = new ArrayList<>();
        Optional<Name> name = derive(derivations, attributes);
        Optional<Expr> width = Optional.empty();
        if (cursor.take(":")) {
            width = expressions.parse();
            if (width.isEmpty()) {
                return Optional.empty();
            }
        } else if (name.isEmpty()) {
            cursor.problem(cursor.span(), "expected a name" + cursor.found());
            return Optional.empty();
        }
        attributes(attributes);
        skipUnknown();
        return Optional.of(new Declarator(name, derivations, width, attributes, cursor.spanFrom(start)));
    }

    /** Steps over an assembler name, and in a header over macros after a declarator. */
    private void skipUnknown() {
        while (cursor.isOneOf("__asm__", "asm", "__asm")
                || (cursor.kind() == TokenKind.IDENTIFIER && !cursor.onNewLine() && header.getAsBoolean())) {
            cursor.advance();
            if (cursor.is("(")) {
                attributeParser.skipParentheses();
            }
            attributes(new ArrayList<>());
        }
    }

    /** Reads pointers, name and brackets; adds the derivations from the name outward. */
    private Optional<Name> derive(List<Derivation> derivations, List<Attribute> attributes) {
        int pointers = 0;
        while (cursor.is("*") || (cursor.kind() == TokenKind.IDENTIFIER
                && (AttributeParser.isIgnored(cursor.text()) || AttributeParser.isAttribute(cursor.text())))) {
            if (cursor.take("*")) {
                pointers++;
            } else if (!attribute(attributes)) {
                cursor.advance();
            }
        }
        Optional<Name> name = Optional.empty();
        if (cursor.kind() == TokenKind.IDENTIFIER && !starters().contains(cursor.text())) {
            name = Optional.of(new Name(cursor.text(), cursor.span()));
            cursor.advance();
        } else if (cursor.is("(") && depth < DEEPEST) {
            depth++;
            cursor.advance();
            name = derive(derivations, attributes);
            cursor.expect(")", "after the declarator");
            depth--;
        }
        attributes(attributes);
        while (cursor.is("[") || cursor.is("(")) {
            Span bracket = cursor.span();
            if (cursor.take("[")) {
                Optional<Expr> length = cursor.is("]") ? Optional.empty() : expressions.parse();
                cursor.expect("]", "after the array's length");
                derivations.add(new Derivation.Array(length, bracket.to(cursor.lastSpan())));
            } else {
                attributeParser.skipParentheses();
                derivations.add(new Derivation.Function());
            }
            attributes(attributes);
        }
        for (int i = 0; i < pointers; i++) {
            derivations.add(new Derivation.Pointer());
        }
        return name;
    }

    private Optional<Name> tag() {
        if (cursor.kind() != TokenKind.IDENTIFIER || starters().contains(cursor.text())) {
            return Optional.empty();
        }
        while (cursor.kind(1) == TokenKind.IDENTIFIER && cursor.is(2, "{") && header.getAsBoolean()
                && !AttributeParser.isAttribute(cursor.text(1))) {
            cursor.advance(); // a macro that was not found
        }
        Name name = new Name(cursor.text(), cursor.span());
        cursor.advance();
        return Optional.of(name);
    }

    /** Where a type stands in its text. */
    static Span span(Optional<Name> tag, Span keyword) {
        return tag.map(Name::span).orElse(keyword);
    }

    private void attributes(List<Attribute> found) {
        attributeParser.all(found);
    }

    private boolean attribute(List<Attribute> found) {
        return attributeParser.one(found);
    }
}
