package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * A place where C code lays a struct over a command's payload or pdu.
 *
 * @param kind how
 * @param type the struct
 * @param span the call or cast
 */
record DriverCall(Kind kind, Type.Struct type, Span span) {
    /** How the struct is laid over. */
    enum Kind {
        /** {@code io_uring_cmd_to_pdu(cmd, T)}, which checks the size. */
        PDU,
        /** A cast of {@code cmd->pdu}. */
        PDU_CAST,
        /** {@code io_uring_sqe_cmd(sqe)} as a pointer to the struct. */
        PAYLOAD,
        /** {@code io_uring_sqe128_cmd(sqe, T)}. */
        PAYLOAD_SQE128
    }

    private static final TextSearch IO_URING = new TextSearch("io_uring_");
    private static final TextSearch PDU_WORD = new TextSearch("pdu");
    private static final String STRUCT = "(?:const\\s+)?((?:struct|union)\\s+\\w+|\\w+)";
    private static final Pattern TO_PDU = Pattern
            .compile("\\bio_uring_cmd_to_pdu\\s*\\(\\s*[^,;()]+,\\s*" + STRUCT + "\\s*\\)");
    private static final Pattern PDU_OF = Pattern
            .compile("\\(\\s*" + STRUCT + "\\s*\\*\\s*\\)\\s*&?\\s*\\(?\\w+(?:->|\\.)pdu\\b");
    private static final Pattern TYPED = Pattern
            .compile("\\bio_uring_sqe(128)?_cmd\\s*\\(\\s*[^,;]+,\\s*" + STRUCT + "\\s*\\)");
    private static final Pattern CAST = Pattern
            .compile("\\(\\s*" + STRUCT + "\\s*\\*\\s*\\)\\s*(io_uring_sqe_cmd\\s*\\([^,;]*?\\))");
    private static final Pattern ASSIGNED = Pattern
            .compile("\\b" + STRUCT + "\\s*\\*\\s*\\w+\\s*=\\s*(io_uring_sqe_cmd\\s*\\([^,;]*?\\))\\s*[;,]");

    /** All of them in a unit's own file. */
    static List<DriverCall> of(CTranslationUnit unit) {
        SourceText source = unit.source();
        String text = source.text();
        if (!IO_URING.isIn(text) && !PDU_WORD.isIn(text)) {
            return List.of();
        }
        String code = withoutComments(source);
        List<DriverCall> calls = new ArrayList<>();
        find(unit, TO_PDU.matcher(code), 1, Kind.PDU, calls);
        find(unit, PDU_OF.matcher(code), 1, Kind.PDU_CAST, calls);
        Matcher typed = TYPED.matcher(code);
        while (typed.find()) {
            Kind kind = typed.group(1) == null ? Kind.PAYLOAD : Kind.PAYLOAD_SQE128;
            add(unit, typed.group(2), kind, new Span(typed.start(), typed.end()), calls);
        }
        find(unit, CAST.matcher(code), 1, Kind.PAYLOAD, calls);
        find(unit, ASSIGNED.matcher(code), 1, Kind.PAYLOAD, calls);
        return calls;
    }

    private static void find(CTranslationUnit unit, Matcher matcher, int group, Kind kind, List<DriverCall> calls) {
        while (matcher.find()) {
            add(unit, matcher.group(group), kind, new Span(matcher.start(), matcher.end()), calls);
        }
    }

    private static void add(CTranslationUnit unit, String name, Kind kind, Span span, List<DriverCall> calls) {
        Optional<Type> type = unit.type(name.replaceAll("\\s+", " ")).map(Type::bare);
        if (type.isPresent() && type.get() instanceof Type.Struct struct && unit.unknown(struct).isEmpty()) {
            calls.add(new DriverCall(kind, struct, span));
        }
    }

    /** The text with blanks for its comments and strings, so that offsets stay. */
    static String withoutComments(SourceText source) {
        String text = source.text();
        Code code = Code.of(source);
        StringBuilder out = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            int next = code.step(at);
            if (next > at + 1) {
                for (int i = at; i < next; i++) {
                    if (text.charAt(i) != '\n') {
                        out.setCharAt(i, ' ');
                    }
                }
            }
            at = next;
        }
        return out.toString();
    }
}
