package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.uapi.KernelRelease;

/**
 * A command: what one or several {@code cmd_op} numbers mean on the protocol's devices.
 *
 * @param protocol name of its protocol
 * @param name its name
 * @param where its name in its text
 * @param numbers its numbers; empty when it stands for every number
 * @param mask bits of {@code cmd_op} that the driver looks at; {@link #EVERY_BIT} mostly
 * @param since the first kernel that knows it
 * @param payload the struct laid over the SQE's command bytes (from byte 48)
 * @param pdu the struct laid over the driver's own bytes of the command ({@code io_uring_cmd.pdu}, 32 bytes)
 * @param refinement what it says about its payload, beside what is said about the struct everywhere
 * @param sqe fields of the SQE itself that it uses
 * @param cqe words of the CQE that it gives a meaning to
 * @param errors what errnos mean
 * @param checks what must hold
 * @param pending whether it may rest in the driver for any time
 * @param needs what its ring must have been set up with, its protocol's demands included
 * @param on files it is spoken on; empty when all of its protocol's
 */
public record Command(String protocol, String name, Location where, List<CmdOp> numbers,
        long mask, Optional<KernelRelease> since, Optional<Type.Struct> payload,
        Optional<Type.Struct> pdu, Refinement refinement, List<SqeField> sqe, List<SqeField> cqe,
        List<ErrnoText> errors, List<Check> checks, boolean pending, RingNeeds needs, List<Device> on) {
    /** Bytes of {@code io_uring_cmd.pdu} (linux/io_uring/cmd.h). */
    public static final int PDU_BYTES = 32;

    /** The mask of a driver that compares the whole number. */
    public static final long EVERY_BIT = 0xFFFF_FFFFL;

    public Command {
        numbers = List.copyOf(numbers);
        sqe = List.copyOf(sqe);
        cqe = List.copyOf(cqe);
        errors = List.copyOf(errors);
        checks = List.copyOf(checks);
        on = List.copyOf(on);
    }

    /**
     * A number of the command.
     *
     * @param value unsigned 32-bit {@code cmd_op}
     * @param text the expression as written
     * @param where the expression
     */
    public record CmdOp(long value, String text, Location where) {}

    /** Whether {@code cmdOp}, an unsigned 32-bit number, is this command. */
    public boolean takes(long cmdOp) {
        if (numbers.isEmpty()) {
            return true;
        }
        for (int i = 0; i < numbers.size(); i++) {
            if (((numbers.get(i).value() ^ cmdOp) & mask) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The author's explanation of {@code errno} (positive). */
    public Optional<ErrnoText> explain(int errno) {
        return errors.stream().filter(error -> error.number() == errno).findFirst();
    }
}
