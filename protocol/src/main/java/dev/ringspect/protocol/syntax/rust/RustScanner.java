package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;

/**
 * Finds items and driver calls, wherever they stand: in modules, functions and macro bodies. Every token is looked at once;
 * what is no item is stepped over.
 */
final class RustScanner {
    private static final int DEEPEST = 40;

    private final RustTokens tokens;
    private final List<RustItem> items = new ArrayList<>();
    private final List<RustCall> calls = new ArrayList<>();
    private final List<RustFunction> functions = new ArrayList<>();
    private final Map<String, RustType> results = new HashMap<>();

    /**
     * Where the scanner is.
     *
     * @param owner the type of the {@code impl} around
     * @param implemented the trait that the {@code impl} around is for
     * @param trait whether a trait is around, whose constants and types belong to whoever implements it
     */
    record Scope(List<String> path, List<RustMeta> conditions, Optional<RustType> owner, Optional<String> implemented,
            RustGenerics generics, boolean trait, Optional<String> macro, String function, int depth) {
        Scope inside(String name, List<RustMeta> more) {
            return new Scope(with(path, name), both(conditions, more), Optional.empty(), Optional.empty(), NONE, false,
                    macro, function,
                    depth + 1);
        }

        Scope inFunction(String name, int offset, List<RustMeta> more) {
            return new Scope(with(path, "fn " + name + "@" + offset), both(conditions, more), owner, implemented,
                    generics, trait, macro, name, depth + 1);
        }

        Scope inImpl(Optional<RustType> self, Optional<String> of, RustGenerics parameters, boolean isTrait,
                List<RustMeta> more) {
            return new Scope(path, both(conditions, more), self, of, parameters, isTrait, macro, function, depth + 1);
        }

        Scope inMacro(String name) {
            return new Scope(path, conditions, owner, implemented, generics, trait, Optional.of(name), function,
                    depth + 1);
        }

        private static List<String> with(List<String> path, String name) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            return longer;
        }
    }

    static final RustGenerics NONE = new RustGenerics(List.of());

    RustScanner(RustTokens tokens) {
        this.tokens = tokens;
    }

    void run() {
        scan(0, tokens.size() - 1,
                new Scope(List.of(), List.of(), Optional.empty(), Optional.empty(), NONE, false, Optional.empty(), "",
                        0));
    }

    List<RustItem> items() {
        return items;
    }

    List<RustCall> calls() {
        return calls;
    }

    List<RustFunction> functions() {
        return functions;
    }

    Map<String, RustType> results() {
        return results;
    }

    /** Both lists of attributes, of the second only the {@code cfg} ones. */
    private static List<RustMeta> both(List<RustMeta> conditions, List<RustMeta> attributes) {
        List<RustMeta> all = new ArrayList<>(conditions);
        attributes.stream().filter(meta -> meta.name().equals("cfg")).forEach(all::add);
        return all;
    }

    private void scan(int from, int to, Scope scope) {
        RustCursor cursor = new RustCursor(tokens, from, to);
        while (!cursor.atEnd()) {
            Budget.check();
            int start = cursor.at;
            List<RustMeta> attributes = cursor.attributes();
            visibility(cursor);
            if (cursor.atEnd()) {
                return;
            }
            if (!cursor.isName() || !item(cursor, start, attributes, scope)) {
                cursor.at = Math.max(cursor.at, start) + 1;
            }
        }
    }

    private static void visibility(RustCursor cursor) {
        while (cursor.isWord("pub") || cursor.isWord("default") || cursor.isWord("async") || cursor.isWord("safe")) {
            boolean restricted = cursor.isWord("pub") && cursor.tokens.is(cursor.at + 1, '(');
            cursor.at++;
            if (restricted) {
                cursor.skip();
            }
        }
        while (cursor.isWord("unsafe") || (cursor.isWord("const") && isQualifier(cursor))) {
            cursor.at++;
        }
    }

    /** Whether the {@code const} here belongs to a function. */
    private static boolean isQualifier(RustCursor cursor) {
        return cursor.tokens.isWord(cursor.at + 1, "fn") || cursor.tokens.isWord(cursor.at + 1, "unsafe")
                || cursor.tokens.isWord(cursor.at + 1, "extern") || cursor.tokens.isWord(cursor.at + 1, "async");
    }

    /** Reads the item here, if it is one. */
    private boolean item(RustCursor cursor, int start, List<RustMeta> attributes, Scope scope) {
        RustItemReader reader = new RustItemReader(cursor, start, attributes, scope, items);
        boolean named = tokens.kind(cursor.at + 1) == RustTokenKind.IDENTIFIER && cursor.at + 1 < cursor.end;
        return switch (tokens.text(cursor.at)) {
            case "struct" -> named && reader.struct(false);
            case "union" -> named && startsBody(cursor.at + 2) && reader.struct(true);
            case "enum" -> named && reader.enumeration();
            case "const", "static" -> isDeclaration(cursor) && reader.constant();
            case "type" -> named && reader.alias();
            case "use" -> reader.imports();
            case "mod" -> named && module(cursor, start, attributes, scope);
            case "fn" -> named && function(cursor, attributes, scope);
            case "impl" -> implementation(cursor, attributes, scope);
            case "trait" -> named && trait(cursor, attributes, scope);
            case "macro_rules" -> tokens.is(cursor.at + 1, '!') && macro(cursor, scope, true);
            case "macro" -> named && template(cursor, scope);
            default -> call(cursor, scope) || (tokens.is(cursor.at + 1, '!') && macro(cursor, scope, false));
        };
    }

    /** Whether a name and its type come next: not so in the pointer {@code *const path::T} or a {@code const} block. */
    private boolean isDeclaration(RustCursor cursor) {
        int name = cursor.at + (tokens.isWord(cursor.at + 1, "mut") ? 2 : 1);
        boolean pointer = tokens.is(cursor.at - 1, '*') || tokens.isWord(cursor.at - 1, "raw");
        return !pointer && name + 1 < cursor.end && tokens.kind(name) == RustTokenKind.IDENTIFIER
                && tokens.is(name + 1, ':') && !tokens.isJoined(name + 1, "::");
    }

    private boolean startsBody(int index) {
        return tokens.is(index, '{') || tokens.is(index, '<') || tokens.isWord(index, "where");
    }

    private boolean module(RustCursor cursor, int start, List<RustMeta> attributes, Scope scope) {
        int name = cursor.at + 1;
        cursor.at += 2;
        if (cursor.is('{')) {
            int open = cursor.at;
            cursor.skip();
            items.add(new RustItem.Module(new RustItem.Head(tokens.name(name), tokens.span(name),
                    tokens.span(start, cursor.at), scope.path(), attributes, both(scope.conditions(), attributes), NONE,
                    scope.macro(), false)));
            block(open, cursor, scope.inside(tokens.name(name), attributes));
        }
        return true;
    }

    /** Scans a block whose bracket is {@code open}; a block nested too deeply is left out. */
    private void block(int open, RustCursor cursor, Scope scope) {
        if (scope.depth() < DEEPEST) {
            scan(open + 1, Math.min(cursor.end, tokens.close(open)), scope);
        }
    }

    private boolean function(RustCursor cursor, List<RustMeta> attributes, Scope scope) {
        int name = cursor.at + 1;
        cursor.at += 2;
        if (toBody(cursor)) {
            int open = cursor.at;
            cursor.skip();
            int before = calls.size();
            Scope inside = scope.inFunction(tokens.name(name), tokens.start(name), attributes);
            block(open, cursor, inside);
            result(name, open, scope);
            if (calls.size() > before) {
                function(name, open, Math.min(cursor.end, tokens.close(open)), inside);
            }
        }
        return true;
    }

    private void result(int name, int open, Scope scope) {
        String owner = scope.owner().isPresent() && scope.owner().get() instanceof RustType.Path path
                ? path.last().name() + "::"
                : "";
        new RustFunctionReader(tokens).result(name, open)
                .ifPresent(type -> results.putIfAbsent(owner + tokens.name(name), type));
    }

    private void function(int name, int open, int close, Scope inside) {
        functions.add(new RustFunction(tokens.name(name), inside.path(), inside.implemented(), inside.owner(),
                new RustFunctionReader(tokens).locals(name, open, close), tokens.span(open + 1, close),
                new RustFlow(tokens).read(open + 1, close)));
    }

    private boolean implementation(RustCursor cursor, List<RustMeta> attributes, Scope scope) {
        cursor.at++;
        RustGenerics generics = new RustItemReader(cursor, cursor.at, attributes, scope, items).generics();
        cursor.take('!');
        RustType self = new RustTypeParser(cursor).type();
        Optional<String> of = Optional.empty();
        if (cursor.takeWord("for")) {
            of = self instanceof RustType.Path path ? Optional.of(path.last().name()) : Optional.empty();
            self = new RustTypeParser(cursor).type();
        }
        if (toBody(cursor)) {
            int open = cursor.at;
            cursor.skip();
            block(open, cursor, scope.inImpl(Optional.of(self), of, generics, false, attributes));
        }
        return true;
    }

    private boolean trait(RustCursor cursor, List<RustMeta> attributes, Scope scope) {
        cursor.at += 2;
        if (toBody(cursor)) {
            int open = cursor.at;
            cursor.skip();
            block(open, cursor, scope.inImpl(Optional.empty(), Optional.empty(), NONE, true, attributes));
        }
        return true;
    }

    /** Steps to the opening brace of a body; false, after it, at a {@code ;} and before what ends the block around. */
    private boolean toBody(RustCursor cursor) {
        while (!cursor.atEnd()) {
            if (cursor.is(';')) {
                cursor.at++;
                return false;
            }
            if (cursor.is('}') || cursor.startsItem(false)) {
                return false;
            }
            // A brace after '<' or ',' is a constant argument, as in Foo<{ N }>.
            if (cursor.is('{') && !tokens.is(cursor.at - 1, '<') && !tokens.is(cursor.at - 1, ',')) {
                return true;
            }
            if (cursor.isWord("where") && tokens.is(cursor.at - 1, ',')) {
                cursor.at++;
                continue;
            }
            int before = cursor.at;
            cursor.skip();
            if (tokens.is(before, ',') && cursor.is('{')) {
                return true;
            }
        }
        return false;
    }

    private boolean macro(RustCursor cursor, Scope scope, boolean definition) {
        String name = definition ? "macro_rules" : tokens.name(cursor.at);
        int open = cursor.at + 2;
        if (definition && tokens.kind(open) == RustTokenKind.IDENTIFIER) {
            open++;
        }
        if (open >= cursor.end || (!tokens.is(open, '{') && !tokens.is(open, '(') && !tokens.is(open, '['))) {
            return false;
        }
        cursor.at = open;
        cursor.skip();
        inMacro(open, cursor, scope.inMacro(name));
        return true;
    }

    /** {@code macro name(..) {..}}, as the standard library defines macros. */
    private boolean template(RustCursor cursor, Scope scope) {
        int open = cursor.at + 2;
        int body = tokens.is(open, '(') ? tokens.close(open) + 1 : open;
        if (body >= cursor.end || !tokens.is(body, '{')) {
            return false;
        }
        cursor.at = body;
        cursor.skip();
        inMacro(body, cursor, scope.inMacro("macro_rules"));
        return true;
    }

    /** What is inside is the macro's own text: what looks like an item there may be none, and is no mistake of the file. */
    private void inMacro(int open, RustCursor cursor, Scope scope) {
        int problems = tokens.problems().size();
        block(open, cursor, scope);
        tokens.forgetProblems(problems);
    }

    private boolean call(RustCursor cursor, Scope scope) {
        int name = cursor.at;
        boolean known = switch (tokens.text(name)) {
            case "cmd_data", "read_pdu", "write_pdu", "done", "queue", "complete" -> true;
            default -> false;
        };
        boolean called = name > 0 && (tokens.is(name - 1, '.') || tokens.isJoined(Math.max(0, name - 2), "::"));
        if (!known || !called) {
            return false;
        }
        cursor.at++;
        Optional<RustType> type = Optional.empty();
        Optional<String> typeText = Optional.empty();
        if (cursor.isJoined("::") && tokens.is(cursor.at + 2, '<')) {
            cursor.at += 3;
            int from = cursor.at;
            type = Optional.of(new RustTypeParser(cursor).type());
            typeText = Optional.of(tokens.text(from, cursor.at));
            cursor.take('>');
        }
        if (!cursor.is('(')) {
            return true;
        }
        int open = cursor.at;
        int close = Math.min(cursor.end, tokens.close(open));
        int end = tokens.is(close, ')') ? tokens.end(close) : tokens.end(Math.max(open, close - 1));
        calls.add(new RustCall(tokens.text(name), new Span(tokens.start(name), Math.max(end, tokens.end(open))),
                tokens.span(name), receiver(name),
                RustOperandReader.read(tokens, receiverStart(name), name - 1), typeText, type,
                new RustFunctionReader(tokens).expected(receiverStart(name)), RustOperandReader.read(tokens, open + 1,
                        argumentEnd(open, close)),
                tokens.span(open + 1, Math.max(open + 1, close)), scope.function(), scope.path()));
        // The arguments may hold calls of their own, so the scan goes on inside.
        cursor.at = open + 1;
        return true;
    }

    /** The names and dots right before a method: {@code self.cmd.sqe()} for {@code self.cmd.sqe().cmd_data}. */
    private String receiver(int name) {
        int first = receiverStart(name);
        return first < name - 1 ? tokens.text(first, name - 1).strip() : "";
    }

    private int receiverStart(int name) {
        int first = name - 1;
        int limit = Math.max(0, name - 40);
        while (first > limit && isPartOfReceiver(first - 1)) {
            first--;
        }
        return first;
    }

    private int argumentEnd(int open, int close) {
        int end = open + 1;
        while (end < close && !tokens.is(end, ',')) {
            end = Math.max(end, tokens.close(end)) + 1;
        }
        return Math.min(end, close);
    }

    private boolean isPartOfReceiver(int index) {
        boolean keyword = tokens.isWord(index, "return") || tokens.isWord(index, "let") || tokens.isWord(index, "in")
                || tokens.isWord(index, "match") || tokens.isWord(index, "if") || tokens.isWord(index, "else");
        boolean name = tokens.kind(index) == RustTokenKind.IDENTIFIER && !keyword;
        boolean emptyCall = (tokens.is(index, ')') && tokens.is(index - 1, '('))
                || (tokens.is(index, '(') && tokens.is(index + 1, ')'));
        boolean joint = tokens.is(index, '.') || tokens.is(index, ':') || tokens.is(index, '?');
        // Two names in a row belong to different things.
        boolean apart = name && tokens.kind(index + 1) == RustTokenKind.IDENTIFIER;
        return (name || emptyCall || joint) && !apart;
    }
}
