package dev.ringspect.tracer.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.uapi.Sqe;
import dev.ringspect.tracer.sys.MappedMemory;

/** Where a slot's writers put things, against the ABI's own table, which is tested against the kernel's. */
class SqeSlotTest {
    @Test
    void fieldsAreWhereTheAbiHasThem() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(256, 8);
            memory.fill((byte) 0xFF);
            SqeSlot slot = new SqeSlot();
            slot.moveTo(MappedMemory.over(memory), 64, 128);
            slot.uringCmd(3, 0x1234, -2).flags(0x10).ioprio(5).pad1(6).addr(7).len(8).opFlags(9).bufIndex(10)
                    .personality(11).fileIndex(12).command8(79, 13);
            assertThat(Sqe.opcode(memory, 64)).isEqualTo(46);
            assertThat(Sqe.flags(memory, 64)).isEqualTo(0x10);
            assertThat(Sqe.fd(memory, 64)).isEqualTo(3);
            assertThat(Sqe.cmdOp(memory, 64)).isEqualTo(0x1234);
            assertThat(Sqe.userData(memory, 64)).isEqualTo(-2);
            assertThat(memory.get(ValueLayout.JAVA_SHORT, 64 + Sqe.IOPRIO)).isEqualTo((short) 5);
            assertThat(memory.get(ValueLayout.JAVA_LONG, 64 + Sqe.ADDR)).isEqualTo(7);
            assertThat(memory.get(ValueLayout.JAVA_INT, 64 + Sqe.LEN)).isEqualTo(8);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 64 + 127)).isEqualTo((byte) 13);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 64 + 126)).as("cleared").isZero();
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 63)).as("left alone").isEqualTo((byte) 0xFF);
            assertThat(memory.get(ValueLayout.JAVA_BYTE, 192)).as("left alone").isEqualTo((byte) 0xFF);
        }
    }
}
