package dev.ringspect.protocol.drivercode.flow;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.drivercode.DriverCall;
import dev.ringspect.protocol.drivercode.flow.DriverState.Fact;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Span;

/** What a function reads of the SQE, which another thread of the program can write to meanwhile. */
final class SqeReads {
    private static final String ALL = "*";
    private static final Set<String> UNREAD = Set.of("sizeof", "typeof", "__typeof__", "offsetof", "ARRAY_SIZE",
            "sizeof_field");
    private static final Set<String> ASSIGNS = Set.of("=");

    private final DriverFlow flow;
    private final CFunction function;
    private final Set<String> commands;

    SqeReads(DriverFlow flow, CFunction function, Set<String> commands) {
        this.flow = flow;
        this.function = function;
        this.commands = commands;
    }

    /** Notes what {@code phrase} reads, and what it reads again. */
    void of(Phrase phrase, DriverState.Draft draft) {
        for (int i = 0; i < phrase.size(); i++) {
            if (!phrase.isName(i) || phrase.is(i - 1, "->") || phrase.is(i - 1, ".") || isUnread(phrase, i)) {
                continue;
            }
            String name = phrase.text(i);
            DriverState.Payload payload = draft.payloads.get(name);
            if (payload != null) {
                String type = payload.type();
                boolean isRead = phrase.is(i + 1, "->") || phrase.is(i + 1, "[")
                        || (phrase.is(i - 1, "*") && isPrefix(phrase, i - 1));
                if (isRead && !draft.facts.contains(Fact.TESTED)) {
                    payload.risk().ifPresent(flow::report);
                }
                if (phrase.is(i + 1, "->")) {
                    member("payload:" + type, phrase, i, i + 2, draft);
                } else if (phrase.is(i - 1, "*") && isPrefix(phrase, i - 1)) {
                    whole("payload:" + type, phrase.span(i), draft);
                }
            } else if (draft.sqes.contains(name) && phrase.is(i + 1, "->")) {
                member("sqe:", phrase, i, i + 2, draft);
            } else if (commands.contains(name) && phrase.is(i + 1, "->") && phrase.is(i + 2, "sqe")
                    && phrase.is(i + 3, "->")) {
                member("sqe:", phrase, i, i + 4, draft);
            }
        }
        for (Phrase.Call call : phrase.calls()) {
            if (call.name().contains("memcpy") && call.arguments().size() == 3) {
                DriverState.Payload payload = draft.payloads.get(call.arguments().get(1).bare().only());
                if (payload != null) {
                    whole("payload:" + payload.type(), call.arguments().get(1).span(), draft);
                }
            }
            boolean own = flow.code().function(call.name()).isPresent();
            if (!own && !UNREAD.contains(call.name()) && !draft.facts.contains(Fact.TESTED)) {
                call.arguments().stream().map(argument -> draft.payloads.get(argument.bare().only()))
                        .filter(Objects::nonNull).flatMap(payload -> payload.risk().stream()).forEach(flow::report);
            }
        }
    }

    /** Notes what {@code name} points to from now on. */
    void assigned(Phrase target, String name, Phrase value, Optional<DriverMistake> risk, DriverState.Draft draft) {
        draft.payloads.remove(name);
        draft.sqes.remove(name);
        Phrase bare = withoutCasts(value);
        String words = bare.words();
        boolean pointer = isPointer(target);
        String source = bare.is(0, "&") ? bare.part(1, bare.size()).words() : words;
        boolean member = source.endsWith("->cmd") && isOneOf(source.substring(0, source.length() - 5), draft);
        if (pointer && (isSource(bare) || member)) {
            draft.payloads.put(name, new DriverState.Payload(type(target, name), risk));
        } else if (pointer && draft.payloads.containsKey(words)) {
            draft.payloads.put(name, draft.payloads.get(words));
        } else if (pointer && (commands.stream().anyMatch(command -> words.equals(command + "->sqe"))
                || draft.sqes.contains(words))) {
            draft.sqes.add(name);
        }
    }

    /** Whether what is assigned to is a pointer, and not what it points to. */
    static boolean isPointer(Phrase target) {
        return target.size() == 1 || (target.mentions("*") && !target.is(0, "*"));
    }

    /** Whether an expression is the address of the payload and reads nothing there. */
    static boolean isSource(Phrase bare) {
        boolean helper = DriverCall.isPayload(bare.text(0)) && bare.closing(1) == bare.size() - 1;
        String words = bare.is(0, "&") ? bare.part(1, bare.size()).words() : bare.words();
        return helper || words.endsWith("sqe->cmd");
    }

    private boolean isOneOf(String holder, DriverState.Draft draft) {
        return draft.sqes.contains(holder) || commands.contains(holder);
    }

    /** What a variable points to, by its declaration; two structs may have members of one name in two places. */
    private String type(Phrase target, String name) {
        if (target.size() > 2) {
            return target.text(target.size() - 3).equals("*") ? "" : target.text(target.size() - 3);
        }
        Phrase all = function.all();
        for (int i = 2; i < all.size(); i++) {
            if (all.is(i, name) && all.is(i - 1, "*") && all.isName(i - 2)) {
                return all.text(i - 2);
            }
        }
        return "";
    }

    /** What is cast, without the casts. */
    static Phrase withoutCasts(Phrase value) {
        Phrase bare = value.bare();
        while (bare.is(0, "(") && bare.closing(0) < bare.size() - 1) {
            bare = bare.part(bare.closing(0) + 1, bare.size()).bare();
        }
        return bare;
    }

    private void member(String what, Phrase phrase, int from, int first, DriverState.Draft draft) {
        if (phrase.is(from - 1, "&") && isPrefix(phrase, from - 1)) {
            return;
        }
        if (what.equals("sqe:") && phrase.is(first, "cmd")) {
            return;
        }
        StringBuilder key = new StringBuilder(what + "." + phrase.text(first));
        int at = first + 1;
        while (phrase.is(at, ".") || phrase.is(at, "[")) {
            int end = phrase.is(at, "[") ? phrase.closing(at) + 1 : at + 2;
            String step = phrase.part(at, end).words();
            if (phrase.is(at, "[") && (step.length() < 3 || !Character.isDigit(step.charAt(1)))) {
                return;
            }
            key.append(step);
            at = end;
        }
        if (!ASSIGNS.contains(phrase.text(at))) {
            read(key.toString(), phrase.part(from, at).span(), draft);
        }
    }

    /** Notes one read; {@code key} says of what. */
    void read(String key, Span where, DriverState.Draft draft) {
        String all = key.substring(0, key.indexOf('.') + 1) + ALL;
        Optional.ofNullable(draft.reads.getOrDefault(key, draft.reads.get(all)))
                .ifPresent(before -> again(where, before, draft));
        draft.reads.putIfAbsent(key, where);
    }

    private void whole(String what, Span where, DriverState.Draft draft) {
        draft.reads.entrySet().stream().filter(read -> read.getKey().startsWith(what + ".")).map(Map.Entry::getValue)
                .min(Comparator.comparingInt(Span::start)).ifPresent(before -> again(where, before, draft));
        draft.reads.putIfAbsent(what + "." + ALL, where);
    }

    private void again(Span where, Span before, DriverState.Draft draft) {
        if (draft.facts.contains(Fact.COPIED) || !flow.code().isIssued(function.name())) {
            return;
        }
        if (where.equals(before)) {
            flow.report(DriverMistake.of("C05", where, "this is read from the SQE in each round of the loop, and the"
                    + " program can change it meanwhile; read it once into a variable by READ_ONCE, and use that"));
        } else {
            flow.report(DriverMistake.of("C05", before, "this is read from the SQE here and once more later, and the"
                    + " program can change it in between; read it once into a variable by READ_ONCE, and check and"
                    + " use that").with(where, "read again here"));
        }
    }

    private static boolean isPrefix(Phrase phrase, int operator) {
        return (!phrase.isName(operator - 1) && !phrase.is(operator - 1, ")") && !phrase.is(operator - 1, "]"))
                || phrase.is(operator - 1, "return") || isCastBefore(phrase, operator);
    }

    private static boolean isCastBefore(Phrase phrase, int operator) {
        return phrase.is(operator - 1, ")") && phrase.is(operator - 2, "*");
    }

    private static boolean isUnread(Phrase phrase, int at) {
        int i = at - 1;
        while (i > 0 && (phrase.is(i, "*") || phrase.is(i, "&"))) {
            i--;
        }
        return phrase.is(i, "sizeof") || (phrase.is(i, "(") && UNREAD.contains(phrase.text(i - 1)));
    }
}
