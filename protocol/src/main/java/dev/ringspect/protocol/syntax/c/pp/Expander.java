package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Expands macros in a stream of tokens, as the C standard and gcc do. */
final class Expander {
    /** Macros at work at one time; deeper chains are cut. */
    private static final int DEEPEST = 2_000;
    /** Arguments within arguments. */
    private static final int DEEPEST_ARGUMENT = 100;

    /** Where tokens come from. */
    interface Feed {
        /** The next token, null at the end. */
        @Nullable
        PpToken next();

        /** The next token, which stays; null at the end of what one invocation may span. */
        @Nullable
        PpToken peek();
    }

    /** What the preprocessor does for the expander. */
    interface Host {
        /** The macro called so, null when there is none. */
        @Nullable
        Macro macro(String name);

        /** What {@code __LINE__} and its like stand for, null for every other name. */
        @Nullable
        PpToken dynamic(PpToken name, PpToken outermost);

        /** Counts work; false when the budget is spent. */
        boolean spend(int tokens);

        void problem(PpToken at, String message);
    }

    private static final class Context {
        final List<PpToken> tokens;
        final @Nullable Macro macro;
        int at;

        Context(List<PpToken> tokens, @Nullable Macro macro) {
            this.tokens = tokens;
            this.macro = macro;
        }
    }

    private final Feed base;
    private final Host host;
    private final int depth;
    private final Deque<Context> contexts = new ArrayDeque<>();
    private final Set<Macro> atWork;
    private @Nullable PpToken outermost;

    Expander(Feed base, Host host) {
        this(base, host, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private Expander(Feed base, Host host, int depth, Set<Macro> atWork) {
        this.base = base;
        this.host = host;
        this.depth = depth;
        this.atWork = atWork;
    }

    /** A feed of a list. */
    static Feed feed(List<PpToken> tokens) {
        return new Feed() {
            private int at;

            @Override
            public @Nullable PpToken next() {
                return at < tokens.size() ? tokens.get(at++) : null;
            }

            @Override
            public @Nullable PpToken peek() {
                return at < tokens.size() ? tokens.get(at) : null;
            }
        };
    }

    /** The name whose expansion the last token came out of, null when it stood in the text itself. */
    @Nullable
    PpToken outermost() {
        return outermost;
    }

    /** The next token that is no macro, null at the end. */
    @Nullable
    PpToken next() {
        while (true) {
            PpToken token = read();
            if (token == null) {
                return null;
            }
            if (!token.isName() || token.has(PpToken.PAINTED)) {
                return token;
            }
            Macro macro = host.macro(token.text);
            if (macro == null) {
                PpToken dynamic = host.dynamic(token, outermost == null ? token : outermost);
                return dynamic == null ? token : dynamic;
            }
            if (atWork.contains(macro)) {
                return token.painted();
            }
            if (macro.function && !opensArguments()) {
                return token;
            }
            if (!host.spend(1 + macro.body.size())) {
                return token;
            }
            if (contexts.size() > DEEPEST) {
                host.problem(outermost == null ? token : outermost, "the macro " + token.text
                        + " is expanded too deeply; it stays as it is");
                return token.painted();
            }
            if (outermost == null) {
                outermost = token;
            }
            if (macro.function) {
                call(macro, token);
            } else {
                push(substitute(macro, token, List.of()), macro);
            }
        }
    }

    private @Nullable PpToken read() {
        while (!contexts.isEmpty()) {
            Context top = contexts.getFirst();
            if (top.at < top.tokens.size()) {
                return top.tokens.get(top.at++);
            }
            pop();
        }
        outermost = null;
        return base.next();
    }

    private void pop() {
        Context top = contexts.removeFirst();
        if (top.macro != null) {
            atWork.remove(top.macro);
        }
    }

    private void push(List<PpToken> tokens, @Nullable Macro macro) {
        if (macro != null) {
            atWork.add(macro);
        }
        contexts.addFirst(new Context(tokens, macro));
    }

    private boolean opensArguments() {
        PpToken next = peek();
        return next != null && next.is("(");
    }

    private @Nullable PpToken peek() {
        for (Context context : contexts) {
            if (context.at < context.tokens.size()) {
                return context.tokens.get(context.at);
            }
        }
        return base.peek();
    }

    /** Reads the arguments and puts the body in their place; without a closing parenthesis all stays as it is written. */
    private void call(Macro macro, PpToken name) {
        List<PpToken> taken = new ArrayList<>();
        List<List<PpToken>> arguments = new ArrayList<>();
        List<PpToken> argument = new ArrayList<>();
        int parentheses = 0;
        int braces = 0;
        while (true) {
            PpToken next = peek();
            if (next == null || (next.is("}") && braces == 0) || !host.spend(1)) {
                host.problem(name, "the arguments of the macro " + name.text + " have no end; close them with )");
                taken.addFirst(name.painted());
                push(taken, null);
                if (contexts.size() == 1) {
                    outermost = null;
                }
                return;
            }
            PpToken token = next;
            step();
            taken.add(token);
            if (token.isName() && !token.has(PpToken.PAINTED)) {
                Macro named = host.macro(token.text);
                if (named != null && atWork.contains(named)) {
                    token = token.painted();
                }
            }
            if (token.is("(")) {
                if (parentheses++ == 0) {
                    continue;
                }
            } else if (token.is(")")) {
                if (--parentheses == 0) {
                    arguments.add(argument);
                    break;
                }
            } else if (token.is("{")) {
                braces++;
            } else if (token.is("}")) {
                braces--;
            } else if (token.is(",") && parentheses == 1
                    && !(macro.variadic && arguments.size() >= macro.parameters.size() - 1)) {
                arguments.add(argument);
                argument = new ArrayList<>();
                continue;
            }
            argument.add(token);
        }
        if (!fits(macro, arguments)) {
            host.problem(name, "the macro " + name.text + " takes " + macro.parameters.size() + " arguments, not "
                    + arguments.size());
            taken.addFirst(name.painted());
            push(taken, null);
            return;
        }
        push(substitute(macro, name, arguments), macro);
    }

    /** The token that {@link #peek} gave; the expansion goes on, even when it has run out of its own tokens. */
    private void step() {
        while (!contexts.isEmpty()) {
            Context top = contexts.getFirst();
            if (top.at < top.tokens.size()) {
                top.at++;
                return;
            }
            pop();
        }
        base.next();
    }

    private static boolean fits(Macro macro, List<List<PpToken>> arguments) {
        int wanted = macro.parameters.size();
        if (macro.variadic && arguments.size() == wanted - 1) {
            arguments.add(new ArrayList<>());
        }
        if (wanted == 0) {
            return arguments.size() == 1 && arguments.getFirst().isEmpty();
        }
        return arguments.size() == wanted;
    }

    private List<PpToken> substitute(Macro macro, PpToken name, List<List<PpToken>> arguments) {
        return new Substitution(macro, name, arguments, this::expandArgument, host).run();
    }

    private List<PpToken> expandArgument(List<PpToken> argument) {
        if (depth >= DEEPEST_ARGUMENT) {
            if (!argument.isEmpty()) {
                host.problem(argument.getFirst(), "macros are nested too deeply here; some stay as they are");
            }
            return argument;
        }
        // macros at work outside stay at work inside: their names were painted when the argument was read
        Expander inner = new Expander(feed(argument), host, depth + 1, Collections.newSetFromMap(
                new IdentityHashMap<>()));
        inner.atWork.addAll(atWork);
        List<PpToken> out = new ArrayList<>();
        PpToken token = inner.next();
        while (token != null) {
            out.add(token);
            if (!host.spend(1)) {
                break;
            }
            token = inner.next();
        }
        return out;
    }
}
