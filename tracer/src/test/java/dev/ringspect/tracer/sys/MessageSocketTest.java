package dev.ringspect.tracer.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages with descriptors, over real sockets of this kernel. */
class MessageSocketTest {
    @TempDir
    Path directory;

    private interface Pair {
        void with(MessageSocket one, MessageSocket other);
    }

    private void connected(Pair test) {
        Path path = directory.resolve("s");
        try (MessageSocket listener = MessageSocket.listen(path).orThrow();
                MessageSocket one = MessageSocket.connect(path).orThrow();
                MessageSocket other = listener.accept().orThrow()) {
            test.with(one, other);
        }
    }

    @Test
    void aMessageBringsItsDescriptors() {
        SystemCalls calls = SystemCalls.linux();
        connected((one, other) -> {
            try (Arena arena = Arena.ofConfined();
                    Descriptor first = Descriptor.of("memfd", calls.memfd("first")).orThrow();
                    Descriptor second = Descriptor.of("memfd", calls.memfd("second")).orThrow()) {
                MemorySegment text = arena.allocateFrom("in the first");
                assertThat(calls.write(first.fd(), text, 12)).isEqualTo(12);
                assertThat(one.send("{\"grüße\":1}", first, second)).isPositive();
                try (Message message = other.receive(60_000).orThrow()) {
                    assertThat(message.text()).isEqualTo("{\"grüße\":1}");
                    assertThat(message.end()).isFalse();
                    assertThat(message.descriptors()).hasSize(2).doesNotContain(first);
                    MemorySegment mapped = calls
                            .map(message.descriptors().getFirst().fd(), 0, 12, SystemCalls.PROT_READ, arena).orThrow();
                    assertThat(new String(mapped.toArray(ValueLayout.JAVA_BYTE),
                            java.nio.charset.StandardCharsets.US_ASCII))
                            .isEqualTo("in the first");
                }
            }
        });
    }

    @Test
    void messagesStayWhole() {
        connected((one, other) -> {
            one.send("first");
            one.send("second");
            assertThat(other.receive(60_000).orThrow().text()).isEqualTo("first");
            assertThat(other.receive(60_000).orThrow().text()).isEqualTo("second");
        });
    }

    @Test
    void nothingComesInTime() {
        connected((one, other) -> assertThat(other.receive(1)).isInstanceOfSatisfying(SysResult.Failed.class,
                failed -> assertThat(failed.error().errno()).isEqualTo(Errno.ETIMEDOUT)));
    }

    @Test
    void theEndIsSeen() {
        connected((one, other) -> {
            one.close();
            assertThat(other.receive(60_000).orThrow().end()).isTrue();
            assertThat(other.send("x")).as("EPIPE, not a signal").isEqualTo(-32);
        });
    }

    @Test
    void thePeerIsKnown() {
        connected((one, other) -> {
            PeerCredentials peer = other.peer().orThrow();
            assertThat(peer.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(peer.uid()).isEqualTo(SystemCalls.linux().getuid());
        });
    }

    @Test
    void aPathThatIsTooLongIsRefusedInWords() {
        Path path = directory.resolve("x".repeat(120));
        assertThat(MessageSocket.listen(path)).isInstanceOfSatisfying(SysResult.Failed.class,
                failed -> assertThat(failed.error().text()).contains("ENAMETOOLONG").contains("shorter directory"));
    }

    @Test
    void nobodyListens() {
        assertThat(MessageSocket.connect(directory.resolve("none"))).isInstanceOfSatisfying(SysResult.Failed.class,
                failed -> assertThat(failed.error().text()).contains("ENOENT (No such file or directory)"));
    }
}
