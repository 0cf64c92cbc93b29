package dev.ringspect.server.feature.names;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Finds the names in expressions and in the types that stand in them. */
final class ExpressionWalk {
    private static final Set<String> QUALIFIERS = Set.of("const", "volatile");

    private final SourceText source;
    private final FileNames names;
    private final OccurrenceSink sink;

    ExpressionWalk(SourceText source, FileNames names, OccurrenceSink sink) {
        this.source = source;
        this.names = names;
        this.sink = sink;
    }

    void walk(Expr expression, NameScope scope) {
        switch (expression) {
            case Expr.Literal _,Expr.Text _ -> {
                // no name in it
            }
            case Expr.Name name -> scope.use(NameScope.words(source, name));
            case Expr.Unary unary -> walk(unary.operand(), scope);
            case Expr.Binary binary -> {
                walk(binary.left(), scope);
                walk(binary.right(), scope);
            }
            case Expr.Conditional conditional -> {
                walk(conditional.condition(), scope);
                walk(conditional.then(), scope);
                walk(conditional.otherwise(), scope);
            }
            case Expr.Cast cast -> {
                type(cast.type(), scope);
                walk(cast.operand(), scope);
            }
            case Expr.SizeOf size -> type(size.type(), scope);
            case Expr.Call call -> call(call, scope);
        }
    }

    private void call(Expr.Call call, NameScope scope) {
        Span name = new Span(call.span().start(), call.span().start() + call.name().length());
        sink.note(new Occurrence(name, Symbol.builtin(SymbolKind.BUILTIN_FUNCTION, call.name()),
                Occurrence.Role.READ));
        if (call.name().equals("offsetof") && call.arguments().size() == 2
                && call.arguments().getFirst() instanceof Expr.Argument.OfType(Expr.TypeName type)
                && call.arguments().get(1) instanceof Expr.Argument.Value(Expr.Name member)) {
            type(type, scope);
            names.struct(type.name()).ifPresent(root -> scope.member(root, NameScope.words(source, member)));
            return;
        }
        for (Expr.Argument argument : call.arguments()) {
            switch (argument) {
                case Expr.Argument.Value(Expr value) -> walk(value, scope);
                case Expr.Argument.OfType(Expr.TypeName type) -> type(type, scope);
            }
        }
    }

    /** Notes the type that {@code type} names, and what stands in its dimensions. */
    void type(Expr.TypeName type, NameScope scope) {
        List<Name> words = NameScope.words(source, type.span()).stream()
                .filter(word -> !QUALIFIERS.contains(word.text())).toList();
        if (!words.isEmpty()) {
            String first = words.getFirst().text();
            if (first.equals("struct") || first.equals("union") || first.equals("enum")) {
                if (words.size() > 1) {
                    names.tag(first + " " + words.get(1).text()).ifPresent(tag -> note(words.get(1), tag));
                }
            } else {
                int count = (int) type.name().chars().filter(c -> c == ' ').count() + 1;
                named(type.name(), words.getFirst().span().to(words.get(Math.min(count, words.size()) - 1).span()));
            }
        }
        type.dimensions().forEach(dimension -> walk(dimension, scope));
    }

    /** Notes a typedef, or a type that needs no declaration. */
    void named(String type, Span span) {
        Optional<Symbol> symbol = names.typedef(type).or(() -> BuiltinTypes.find(type)
                .map(_ -> Symbol.builtin(SymbolKind.BUILTIN_TYPE, type)));
        symbol.ifPresent(found -> sink.note(new Occurrence(span, found, Occurrence.Role.READ)));
    }

    private void note(Name name, Symbol symbol) {
        sink.note(new Occurrence(name.span(), symbol, Occurrence.Role.READ));
    }
}
