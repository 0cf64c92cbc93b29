package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/** Reads one item at a cursor. The cursor ends after the item, or where the next one starts if this one is half typed. */
final class RustItemReader {
    private final RustCursor cursor;
    private final RustTokens tokens;
    private final int start;
    private final List<RustMeta> attributes;
    private final RustScanner.Scope scope;
    private final List<RustItem> items;
    private boolean damaged;

    RustItemReader(RustCursor cursor, int start, List<RustMeta> attributes, RustScanner.Scope scope,
            List<RustItem> items) {
        this.cursor = cursor;
        this.tokens = cursor.tokens;
        this.start = start;
        this.attributes = attributes;
        this.scope = scope;
        this.items = items;
    }

    boolean struct(boolean union) {
        int name = cursor.at + 1;
        cursor.at += 2;
        RustGenerics generics = generics();
        List<RustField> fields = List.of();
        boolean tuple = cursor.is('(');
        if (tuple) {
            fields = fields(true);
            where();
            end();
        } else {
            generics = where(generics);
            if (cursor.is('{')) {
                fields = fields(false);
            } else {
                end();
            }
        }
        items.add(new RustItem.Struct(head(name, generics), union, tuple, fields));
        return true;
    }

    boolean enumeration() {
        int name = cursor.at + 1;
        cursor.at += 2;
        RustGenerics generics = where(generics());
        List<RustVariant> variants = new ArrayList<>();
        if (cursor.is('{')) {
            RustCursor inside = body();
            while (!inside.atEnd()) {
                variant(inside, variants);
            }
        } else {
            end();
        }
        items.add(new RustItem.Enumeration(head(name, generics), variants));
        return true;
    }

    private void variant(RustCursor inside, List<RustVariant> variants) {
        List<RustMeta> own = inside.attributes();
        if (inside.takeWord("pub") && inside.is('(')) {
            inside.skip();
        }
        if (!inside.isName()) {
            wrong(inside, "the name of a variant");
            return;
        }
        int name = inside.at++;
        RustItemReader reader = new RustItemReader(inside, name, own, scope, items);
        List<RustField> fields = inside.is('{')
                ? reader.fields(false)
                : inside.is('(') ? reader.fields(true) : List.of();
        damaged |= reader.damaged;
        Optional<RustExpr> value = Optional.empty();
        if (inside.take('=')) {
            value = Optional.of(new RustExprParser(inside).expression());
        }
        variants.add(new RustVariant(tokens.name(name), tokens.span(name), own, fields, value));
        if (!inside.take(',') && !inside.atEnd()) {
            wrong(inside, "',' after the variant " + tokens.name(name));
        }
    }

    boolean constant() {
        cursor.at++;
        cursor.takeWord("mut");
        int name = cursor.at++;
        cursor.take(':');
        RustType type = cursor.startsItem(true)
                ? new RustType.Other("no type", tokens.span(name))
                : new RustTypeParser(cursor).type();
        RustExpr value = new RustExpr.Other("no value", tokens.span(cursor.at));
        if (cursor.take('=') && !cursor.startsItem(true)) {
            int from = cursor.at;
            value = new RustExprParser(cursor).expression();
            if (!cursor.is(';') && !cursor.atEnd()) {
                toEnd();
                value = new RustExpr.Other("an expression of a form that is not evaluated", cursor.span(from));
            }
        }
        end();
        if (!scope.trait()) {
            items.add(new RustItem.Constant(head(name, scope.generics()), scope.owner(), type, value));
        }
        return true;
    }

    boolean alias() {
        int name = cursor.at + 1;
        cursor.at += 2;
        RustGenerics generics = where(generics());
        if (!cursor.take('=') || (cursor.startsItem(true) && !isIndented())) {
            toEnd();
            end();
            return true;
        }
        RustType type = new RustTypeParser(cursor).bounded();
        where();
        end();
        if (!scope.trait() && scope.owner().isEmpty()) {
            items.add(new RustItem.Alias(head(name, generics), type));
        }
        return true;
    }

    /** Whether what starts a line here stands deeper than this item, as the rest of a long one does. */
    private boolean isIndented() {
        return tokens.column(cursor.at) > tokens.column(start);
    }

    boolean imports() {
        if (!isPath(cursor.at + 1)) {
            return false;
        }
        cursor.at++;
        RustCursor part = new RustCursor(tokens, cursor.at, cursor.end);
        importTree(part, List.of(), 0);
        cursor.at = Math.max(cursor.at, part.at);
        end();
        return true;
    }

    /** A {@code use} may also list what an opaque type captures, or start a closure. */
    private boolean isPath(int index) {
        return tokens.kind(index) == RustTokenKind.IDENTIFIER || tokens.is(index, '{') || tokens.is(index, '*')
                || tokens.is(index, ':');
    }

    private void importTree(RustCursor at, List<String> prefix, int depth) {
        List<String> path = new ArrayList<>(prefix);
        at.takeJoined("::");
        while (!at.atEnd()) {
            if (at.is('{')) {
                RustCursor inside = at.within();
                at.skip();
                while (depth < 16 && !inside.atEnd()) {
                    int before = inside.at;
                    importTree(inside, path, depth + 1);
                    inside.take(',');
                    if (inside.at == before) {
                        inside.at++;
                    }
                }
                return;
            }
            if (at.is('*')) {
                at.at++;
                items.add(new RustItem.Import(head("*", tokens.span(at.at - 1)), path));
                return;
            }
            if (!at.isName()) {
                return;
            }
            int name = at.at++;
            path.add(tokens.name(name));
            if (!at.takeJoined("::")) {
                imported(at, path, name);
                return;
            }
        }
    }

    private void imported(RustCursor at, List<String> path, int last) {
        int name = last;
        if (at.takeWord("as") && at.isName()) {
            name = at.at++;
        }
        List<String> target = path;
        String called = tokens.name(name);
        if (path.size() > 1 && path.getLast().equals("self")) {
            target = path.subList(0, path.size() - 1);
            called = name == last ? target.getLast() : called;
        }
        items.add(new RustItem.Import(head(called, tokens.span(name)), target));
    }

    private RustItem.Head head(int name, RustGenerics generics) {
        return new RustItem.Head(tokens.name(name), tokens.span(name), cursor.span(start), scope.path(), attributes,
                conditions(), generics, scope.macro(), damaged);
    }

    private RustItem.Head head(String name, Span nameSpan) {
        return new RustItem.Head(name, nameSpan, nameSpan, scope.path(), attributes, conditions(), RustScanner.NONE,
                scope.macro(), false);
    }

    private List<RustMeta> conditions() {
        List<RustMeta> all = new ArrayList<>(scope.conditions());
        attributes.stream().filter(meta -> meta.name().equals("cfg")).forEach(all::add);
        return all;
    }

    /** The parameters in angle brackets, if they stand here. */
    RustGenerics generics() {
        if (!cursor.is('<')) {
            return RustScanner.NONE;
        }
        cursor.at++;
        List<RustGenerics.Parameter> parameters = new ArrayList<>();
        while (!cursor.atEnd() && !cursor.is('>') && !cursor.is('{') && !cursor.is(';') && !cursor.is('}')
                && (!cursor.startsItem(false) || (cursor.is('#') && isIndented()))) {
            cursor.attributes();
            boolean constant = cursor.takeWord("const");
            if (cursor.isName()) {
                parameters.add(parameter(constant));
            }
            while (!cursor.atEnd() && !cursor.is(',') && !cursor.is('>') && !cursor.is('{') && !cursor.is(';')
                    && !cursor.is('}') && !cursor.startsItem(false)) {
                step();
            }
            cursor.take(',');
        }
        damaged |= !cursor.take('>');
        return new RustGenerics(parameters);
    }

    private void step() {
        if (cursor.is('<')) {
            cursor.skipAngles();
        } else if (cursor.isJoined("->")) {
            cursor.at += 2;
        } else {
            cursor.skip();
        }
    }

    private RustGenerics.Parameter parameter(boolean constant) {
        String name = tokens.name(cursor.at++);
        Optional<RustType> type = constant && cursor.take(':')
                ? Optional.of(new RustTypeParser(cursor).type())
                : Optional.empty();
        boolean maybeUnsized = false;
        while (!cursor.atEnd() && !cursor.is(',') && !cursor.is('>') && !cursor.is('=') && !cursor.is('{')
                && !cursor.is(';') && !cursor.is('}') && !cursor.startsItem(false)) {
            maybeUnsized |= cursor.is('?');
            step();
        }
        Optional<RustType.Argument> standard = Optional.empty();
        if (cursor.take('=')) {
            standard = Optional.of(constant
                    ? new RustType.Argument.OfValue(new RustExprParser(cursor).argument())
                    : new RustType.Argument.OfType(new RustTypeParser(cursor).type()));
        }
        return new RustGenerics.Parameter(name, type, maybeUnsized, standard);
    }

    private void where() {
        where(RustScanner.NONE);
    }

    /** Steps over a {@code where} clause; notes which parameters it lets be unsized. */
    private RustGenerics where(RustGenerics generics) {
        if (!cursor.isWord("where")) {
            return generics;
        }
        List<RustGenerics.Parameter> parameters = new ArrayList<>(generics.parameters());
        while (!cursor.atEnd() && !cursor.is('{') && !cursor.is(';') && !cursor.is('=') && !cursor.is('}')
                && !cursor.startsItem(true)) {
            if (cursor.isName() && tokens.is(cursor.at + 1, ':') && !tokens.isJoined(cursor.at + 1, "::")) {
                String name = tokens.name(cursor.at);
                boolean open = tokens.is(cursor.at + 2, '?');
                parameters.replaceAll(parameter -> parameter.name().equals(name) && open
                        ? new RustGenerics.Parameter(name, parameter.constant(), true, parameter.standard())
                        : parameter);
            }
            step();
        }
        return new RustGenerics(parameters);
    }

    private List<RustField> fields(boolean tuple) {
        List<RustField> fields = new ArrayList<>();
        RustCursor inside = body();
        while (!inside.atEnd()) {
            field(inside, tuple, fields);
        }
        return fields;
    }

    private void field(RustCursor inside, boolean tuple, List<RustField> fields) {
        int first = inside.at;
        List<RustMeta> own = inside.attributes();
        if (inside.takeWord("pub") && inside.is('(')) {
            boolean restricted = tokens.isWord(inside.at + 1, "crate") || tokens.isWord(inside.at + 1, "super")
                    || tokens.isWord(inside.at + 1, "self") || tokens.isWord(inside.at + 1, "in");
            if (restricted) {
                inside.skip();
            }
        }
        if (inside.atEnd()) {
            damaged |= !tuple || !own.isEmpty();
            return;
        }
        int name = inside.at;
        if (!tuple) {
            if (!inside.isName() || !tokens.is(name + 1, ':') || name + 1 >= inside.end) {
                wrong(inside, "the name of a field and ':'");
                return;
            }
            inside.at += 2;
        }
        int typeAt = inside.at;
        RustType type = new RustTypeParser(inside).bounded();
        if (inside.at == typeAt) {
            wrong(inside, tuple ? "a type" : "the type of the field " + tokens.name(name));
            return;
        }
        String called = tuple ? Integer.toString(fields.size()) : tokens.name(name);
        Span nameSpan = tuple ? type.span() : tokens.span(name);
        if (!tuple && inside.take('=')) {
            // The value that a field has by default says nothing of its place.
            new RustExprParser(inside).expression();
        }
        fields.add(new RustField(called, nameSpan, inside.span(first), own, type));
        if (!inside.take(',') && !inside.atEnd()) {
            wrong(inside, "',' after the field " + called);
        }
    }

    /** Notes an error, and steps to where the next field or variant may start. */
    private void wrong(RustCursor inside, String expected) {
        damaged = true;
        if (!inside.atEnd()) {
            tokens.problem(tokens.span(inside.at), "expected " + expected + ", found '" + tokens.text(inside.at) + "'");
        }
        int line = -1;
        boolean fresh = inside.isName() && tokens.is(inside.at + 1, ':') && !tokens.isJoined(inside.at + 1, "::")
                && inside.at > line && expected.startsWith("','");
        while (!fresh && !inside.atEnd() && !inside.is(',')) {
            inside.skip();
        }
        inside.take(',');
    }

    /** What the bracket here holds; steps after it. */
    private RustCursor body() {
        int open = cursor.at;
        int close = tokens.close(open);
        RustCursor inside = cursor.within();
        cursor.skip();
        char closing = tokens.is(open, '{') ? '}' : ')';
        if (close >= tokens.size() || !tokens.is(close, closing)) {
            damaged = true;
            tokens.problem(tokens.span(open), "expected '" + closing + "' to close this");
        }
        return inside;
    }

    private void toEnd() {
        while (!cursor.atEnd() && !cursor.is(';') && !cursor.is('}') && !cursor.startsItem(true)) {
            cursor.skip();
        }
    }

    /** Steps over the {@code ;} that ends the item. */
    private void end() {
        if (!cursor.take(';') && !cursor.atEnd()) {
            damaged = true;
            Span last = tokens.span(Math.max(0, cursor.at - 1));
            tokens.problem(last, "expected ';' after this");
        }
    }
}
