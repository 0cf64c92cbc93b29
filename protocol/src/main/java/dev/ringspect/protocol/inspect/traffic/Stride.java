package dev.ringspect.protocol.inspect.traffic;

import java.lang.foreign.MemorySegment;
import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.Sqe;

/** A 128-byte SQE whose second half is another SQE: the program's slots are 64 bytes apart, the kernel's 128. */
final class Stride implements TrafficInspection {
    @Override
    public String id() {
        return "D57";
    }

    @Override
    public String name() {
        return "stride";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.SQE_WITHIN);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (holdsAnother(inspected.request())) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    /**
     * Whether the second half starts as an SQE does, for the same file. Of a payload that is so long, these would be other
     * numbers: two of them that are an opcode with the file's own descriptor, and a {@code cmd_op} with nothing after it, do not
     * come together by chance.
     */
    static boolean holdsAnother(RequestView request) {
        if (request.sqeSize() != Sqe.SIZE_128) {
            return false;
        }
        MemorySegment memory = request.memory();
        long second = request.sqeOffset() + Sqe.SIZE;
        int opcode = Sqe.opcode(memory, second);
        if (opcode == 0 || Sqe.fd(memory, second) != request.fd() || Sqe.flags(memory, second) >= 0x80) {
            return false;
        }
        if (request.isUringCmd()) {
            return opcode == request.opcode() && Sqe.ioprio(memory, second) == 0 && Sqe.pad1(memory, second) == 0;
        }
        return opcode < Opcode.ALL.size();
    }

    @Override
    public String message(InspectedRequest inspected) {
        RequestView request = inspected.request();
        long second = request.sqeOffset() + Sqe.SIZE;
        return String.format(
                "%s: bytes 64 to 127 of its SQE start like another SQE (%s, fd %d, user_data 0x%x): the program seems to put"
                        + " its SQEs 64 bytes apart, and the ring takes 128 bytes for each, so that every second one is lost",
                inspected.called(), Opcode.nameOf(Sqe.opcode(request.memory(), second)),
                Sqe.fd(request.memory(), second), Sqe.userData(request.memory(), second));
    }
}
