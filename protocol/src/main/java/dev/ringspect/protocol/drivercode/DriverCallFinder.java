package dev.ringspect.protocol.drivercode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;

/**
 * Finds the places where code lays structs over commands. What a payload becomes is told by a cast, or by what it is
 * assigned to, copied into, passed to or returned as.
 */
final class DriverCallFinder {
    private static final Set<String> QUALIFIERS = Set.of("const", "volatile", "__user", "__force", "__iomem",
            "restrict",
            "__restrict", "static", "inline", "extern", "register", "__maybe_unused");
    private static final Set<String> BYTES = Set.of("void", "char", "u8", "__u8", "uint8_t", "unsigned char");
    private static final Set<String> WORDS_BEFORE = Set.of("return", "case", "else", "do");

    private final CTranslationUnit unit;
    private final Phrase code;
    private final DriverText text;
    private final DriverDeclarations declarations;
    private final List<DriverCall> calls = new ArrayList<>();

    DriverCallFinder(CTranslationUnit unit, DriverText text) {
        this.unit = unit;
        this.text = text;
        this.code = text.code();
        this.declarations = new DriverDeclarations(code);
    }

    List<DriverCall> calls() {
        for (int i = 0; i < code.size(); i++) {
            boolean member = code.is(i - 1, "->") || code.is(i - 1, ".");
            if (code.is(i + 1, "(") && !member) {
                macro(i);
            } else if (member && !code.is(i + 1, "->") && !code.is(i + 1, ".") && !code.is(i + 1, "(")) {
                member(i);
            }
        }
        return List.copyOf(calls);
    }

    private void macro(int at) {
        String name = code.text(at);
        boolean pdu = name.equals("io_uring_cmd_to_pdu");
        if (!pdu && !DriverCall.isPayload(name)) {
            return;
        }
        int close = code.closing(at + 1);
        List<Phrase> arguments = code.part(at + 2, close).split(",");
        DriverCall.Kind kind = pdu
                ? DriverCall.Kind.PDU
                : DriverCall.isPayloadOfSqe128(name) ? DriverCall.Kind.PAYLOAD_SQE128 : DriverCall.Kind.PAYLOAD;
        if (arguments.size() == 2) {
            struct(arguments.get(1)).ifPresent(type -> add(kind, type, at, close + 1));
        } else if (!pdu && arguments.size() == 1) {
            Target target = target(at, close + 1);
            target.type.ifPresent(type -> add(kind, type, target.start, target.end));
        }
    }

    private void member(int at) {
        String name = code.text(at);
        int start = chainStart(at);
        String before = code.text(at - 2);
        if (name.equals("pdu")) {
            String holder = before.equals(")") ? code.text(start) : before;
            if (holder.toLowerCase(Locale.ROOT).contains("cmd") || isDeclaredAs(holder, "io_uring_cmd", at)) {
                Target target = target(start, at + 1);
                target.type.ifPresent(type -> add(
                        target.cast ? DriverCall.Kind.PDU_CAST : DriverCall.Kind.PDU_COPY, type, target.start,
                        target.end));
            }
        } else if (name.equals("cmd")) {
            boolean ofSqe = before.equals("sqe") || isDeclaredAs(before, "io_uring_sqe", at);
            // up to Linux 6.3 the command itself had the pointer
            boolean ofCommand = start == at - 2 && isDeclaredAs(before, "io_uring_cmd", at);
            if (ofSqe || ofCommand) {
                Target target = target(start, at + 1);
                target.type.ifPresent(type -> add(DriverCall.Kind.PAYLOAD, type, target.start, target.end));
            }
        }
    }

    private void add(DriverCall.Kind kind, Type.Struct type, int from, int to) {
        calls.add(new DriverCall(kind, type, code.part(from, to).span()));
    }

    /** What an expression is laid over, and the expression with the casts that say so. */
    private record Target(Optional<Type.Struct> type, int start, int end, boolean cast) {}

    private Target target(int from, int to) {
        int start = from;
        int end = to;
        boolean cast = false;
        while (true) {
            int before = start - 1;
            if (code.is(before, "&")) {
                start = before;
            } else if (code.is(before, ")") && isCast(code.opening(before), before)) {
                int open = code.opening(before);
                Phrase content = code.part(open + 1, before);
                cast = true;
                start = open;
                if (!isBytes(content)) {
                    return new Target(pointedAt(content), start, end, true);
                }
            } else if (code.is(before, "(") && code.is(end, ")") && isOperand(before - 1)) {
                start = before;
                end++;
            } else {
                break;
            }
        }
        return new Target(destination(start, end), start, end, cast || code.is(start - 1, "="));
    }

    /** Whether what is in brackets after that token is a cast, or an expression, and not what a call is given. */
    private boolean isOperand(int before) {
        return !code.isName(before) || WORDS_BEFORE.contains(code.text(before));
    }

    private boolean isCast(int open, int close) {
        return open >= 0 && isOperand(open - 1)
                && (code.is(close - 1, "*") || code.is(close - 1, "const") || code.is(close - 1, "__user"));
    }

    private boolean isBytes(Phrase type) {
        return BYTES.contains(named(type).replace("*", "").strip());
    }

    private Optional<Type.Struct> destination(int start, int end) {
        int before = start - 1;
        if (code.is(before, "=")) {
            return assigned(before);
        }
        if (code.is(before, "return")) {
            int at = code.span(before).start();
            return text.functions().stream().filter(one -> !one.all().isEmpty() && one.all().span().start() <= at
                    && at < one.all().span().end()).findFirst().flatMap(one -> pointedAt(one.type()));
        }
        if (code.is(before, "(") || code.is(before, ",")) {
            return argument(start, end);
        }
        return Optional.empty();
    }

    /** The type of what stands before a {@code =}. */
    private Optional<Type.Struct> assigned(int equals) {
        int from = equals;
        while (from > 0 && !code.is(from - 1, ";") && !code.is(from - 1, "{") && !code.is(from - 1, "}")
                && !code.is(from - 1, "(") && !code.is(from - 1, ")") && !code.is(from - 1, ":")) {
            from--;
        }
        Phrase target = code.part(from, equals);
        if (target.size() > 1 && !target.is(0, "*") && target.isName(target.size() - 1)
                && (target.mentions("*") || target.isName(target.size() - 2))) {
            return pointedAt(target.part(0, target.size() - 1));
        }
        if (target.size() == 1) {
            return declarations.variable(target.text(0), equals).flatMap(this::pointedAt);
        }
        if (target.size() == 3 && target.is(1, "->")) {
            Optional<Type.Struct> holder = declarations.variable(target.text(0), equals).flatMap(this::pointedAt);
            return holder.stream().flatMap(struct -> struct.members().stream())
                    .filter(member -> member.name().equals(target.text(2))).map(Member::type)
                    .flatMap(type -> pointee(type).stream()).findFirst();
        }
        return Optional.empty();
    }

    /** The type of what a call does with its argument. */
    private Optional<Type.Struct> argument(int start, int end) {
        int open = start - 1;
        int index = 0;
        while (open >= 0 && !code.is(open, "(")) {
            index += code.is(open, ",") ? 1 : 0;
            open = code.is(open, ")") || code.is(open, "]") ? code.opening(open) - 1 : open - 1;
        }
        if (open < 1 || !code.isName(open - 1)) {
            return Optional.empty();
        }
        String name = code.text(open - 1);
        List<Phrase> arguments = code.part(open + 1, code.closing(open)).split(",");
        if (name.contains("memcpy") || name.contains("memmove")) {
            return copied(arguments, index == 0 ? 1 : 0, start);
        }
        if (name.equals("container_of") && index == 0 && arguments.size() == 3) {
            return struct(arguments.get(1));
        }
        return parameter(name, index, end).flatMap(this::pointedAt);
    }

    private Optional<Type.Struct> copied(List<Phrase> arguments, int other, int at) {
        if (arguments.size() < 3) {
            return Optional.empty();
        }
        Phrase size = arguments.get(2);
        Phrase place = arguments.get(other).bare();
        Optional<Type.Struct> sized = size.is(0, "sizeof") && size.is(1, "(")
                ? struct(size.part(2, size.size() - 1))
                : Optional.empty();
        boolean address = place.is(0, "&");
        String variable = place.text(address ? 1 : 0);
        return sized.or(() -> place.size() <= 2
                ? declarations.variable(variable, at).flatMap(type -> address ? struct(type) : pointedAt(type))
                : Optional.empty());
    }

    /** The type of a function's parameter, by its definition or a declaration in the text. */
    private Optional<Phrase> parameter(String name, int index, int not) {
        Optional<Phrase> defined = text.function(name).map(CFunction::parameters)
                .filter(parameters -> index < parameters.size()).map(parameters -> parameters.get(index).type());
        return defined.or(() -> declarations.parameter(name, index, not)).map(DriverCallFinder::withoutName);
    }

    private static Phrase withoutName(Phrase parameter) {
        boolean named = parameter.size() > 1 && parameter.isName(parameter.size() - 1)
                && !QUALIFIERS.contains(parameter.text(parameter.size() - 1));
        return named ? parameter.part(0, parameter.size() - 1) : parameter;
    }

    private boolean isDeclaredAs(String name, String tag, int at) {
        return declarations.variable(name, at).filter(type -> type.mentions(tag)).isPresent();
    }

    /** Where a chain of members starts that ends at {@code at}. */
    private int chainStart(int at) {
        int start = at;
        while (code.is(start - 1, "->") || code.is(start - 1, ".")) {
            start -= 2;
            while (start > 0 && (code.is(start, ")") || code.is(start, "]"))) {
                int open = code.opening(start);
                start = open > 0 && code.isName(open - 1) ? open - 1 : Math.max(open, 0);
                if (code.is(start, "(")) {
                    return start;
                }
            }
        }
        return Math.max(start, 0);
    }

    /** The struct that {@code type}, with its star or by a typedef, points to. */
    private Optional<Type.Struct> pointedAt(Phrase type) {
        String words = named(type);
        long stars = words.chars().filter(c -> c == '*').count();
        String name = words.replace("*", "").strip();
        if (stars == 1) {
            return resolved(name);
        }
        return stars == 0 ? unit.type(name).flatMap(this::pointee) : Optional.empty();
    }

    private Optional<Type.Struct> pointee(Type type) {
        return type.bare() instanceof Type.Pointer(Type target) ? resolved(target.display()) : Optional.empty();
    }

    private Optional<Type.Struct> struct(Phrase type) {
        return resolved(named(type));
    }

    private static String named(Phrase type) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < type.size(); i++) {
            if (!QUALIFIERS.contains(type.text(i)) && !type.text(i).startsWith("__attribute")) {
                out.append(out.isEmpty() || type.is(i, "*") ? "" : " ").append(type.text(i));
            }
        }
        return out.toString().strip();
    }

    private Optional<Type.Struct> resolved(String name) {
        return unit.type(name).map(Type::bare).filter(Type.Struct.class::isInstance).map(Type.Struct.class::cast)
                .filter(struct -> unit.unknown(struct).isEmpty());
    }
}
