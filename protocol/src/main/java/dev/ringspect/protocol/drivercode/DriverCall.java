package dev.ringspect.protocol.drivercode;

import java.util.List;

import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextSearch;

/**
 * A place where C code lays a struct over a command's payload or pdu.
 *
 * @param kind how
 * @param type the struct
 * @param span the call or cast
 */
public record DriverCall(Kind kind, Type.Struct type, Span span) {
    /** How the struct is laid over. */
    public enum Kind {
        /** {@code io_uring_cmd_to_pdu(cmd, T)}, which checks the size. */
        PDU,
        /** A cast of {@code cmd->pdu}. */
        PDU_CAST,
        /** A copy of the struct to or from {@code cmd->pdu}. */
        PDU_COPY,
        /** {@code io_uring_sqe_cmd(sqe)} or {@code sqe->cmd} as the struct. */
        PAYLOAD,
        /** {@code io_uring_sqe128_cmd(sqe, T)}. */
        PAYLOAD_SQE128;

        public boolean isPayload() {
            return this == PAYLOAD || this == PAYLOAD_SQE128;
        }
    }

    private static final TextSearch IO_URING = new TextSearch("io_uring_");
    private static final TextSearch PDU_WORD = new TextSearch("pdu");

    /** All of them in a unit's own file. */
    public static List<DriverCall> of(CTranslationUnit unit, DriverText driver) {
        String text = unit.source().text();
        return IO_URING.isIn(text) || PDU_WORD.isIn(text) ? new DriverCallFinder(unit, driver).calls() : List.of();
    }

    /** Whether a macro of that name gives the payload of an SQE. */
    public static boolean isPayload(String macro) {
        return macro.equals("io_uring_sqe_cmd") || isPayloadOfSqe128(macro);
    }

    /** Whether the macro does so for 128-byte SQEs only. */
    public static boolean isPayloadOfSqe128(String macro) {
        return macro.equals("io_uring_sqe128_cmd");
    }

    /** The text with blanks for its comments and strings, so that offsets stay. */
    public static String withoutComments(SourceText source) {
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
