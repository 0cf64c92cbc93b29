package dev.ringspect.protocol.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void flagWordsNameEveryBit() {
        assertThat(SetupFlags.WORD.names(0)).isEmpty();
        assertThat(SetupFlags.WORD.names(1 << 10 | 1 << 18 | 1 << 31)).containsExactly("SQE128", "CQE_MIXED", "bit31");
        assertThat(SqeFlags.WORD.names(0x81)).containsExactly("FIXED_FILE", "bit7");
        assertThat(CqeFlags.names(7 << 16 | 0x8003)).containsExactly("BUFFER", "MORE", "32");
    }

    @Test
    void errnosOfResults() {
        assertThat(Errno.nameOfResult(0)).isEmpty();
        assertThat(Errno.nameOfResult(5)).isEmpty();
        assertThat(Errno.nameOfResult(-22)).contains("EINVAL");
        assertThat(Errno.nameOfResult(-41)).contains("errno 41");
        assertThat(Errno.nameOfResult(Integer.MIN_VALUE)).contains("errno 2147483648");
        assertThat(Errno.of(524)).get().satisfies(errno -> assertThat(errno.internal()).isTrue());
        assertThat(Errno.of(Integer.MIN_VALUE)).isEmpty();
    }

    @Test
    void opcodesOutsideTheTable() {
        assertThat(Opcode.nameOf(46)).isEqualTo("URING_CMD");
        assertThat(Opcode.nameOf(200)).isEqualTo("opcode 200");
        assertThat(Opcode.of(-1)).isEmpty();
        assertThat(Opcode.of(Opcode.ALL.size())).isEmpty();
    }

    @Test
    void kernelReleases() {
        assertThat(KernelRelease.parse("6.18.44-amd64")).contains(new KernelRelease(6, 18));
        assertThat(KernelRelease.parse("7.0-rc1")).contains(new KernelRelease(7, 0));
        assertThat(KernelRelease.parse("six")).isEmpty();
        assertThat(new KernelRelease(6, 18).atLeast(new KernelRelease(6, 9))).isTrue();
        assertThat(new KernelRelease(5, 19).atLeast(new KernelRelease(6, 0))).isFalse();
    }

    @Test
    void fileTypesOfModes() {
        assertThat(FileType.ofMode(0x21B6)).isEqualTo(FileType.CHARACTER_DEVICE);
        assertThat(FileType.ofMode(0x0180)).isEqualTo(FileType.ANONYMOUS);
        assertThat(FileType.ofMode(0x3000)).isEqualTo(FileType.ANONYMOUS);
        assertThat(Sockets.family(2) + "/" + Sockets.type(1)).isEqualTo("AF_INET/STREAM");
        assertThat(Sockets.family(99) + "/" + Sockets.type(99)).isEqualTo("AF_99/SOCK_99");
    }
}
