package dev.ringspect.tracer.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors, polling and refusals on this kernel. */
class DescriptorTest {
    private static final int S_IFCHR = 0x2000;
    private static final int S_IFSOCK = 0xC000;
    private static final int S_IFMT = 0xF000;

    @TempDir
    Path directory;

    @Test
    void aRefusalSaysCallErrnoAndFix() {
        assertThat(Descriptor.open("/nowhere/at/all", Descriptor.READ_ONLY)).isInstanceOfSatisfying(
                SysResult.Failed.class,
                failed -> assertThat(failed.error().text())
                        .isEqualTo("open(/nowhere/at/all): ENOENT (No such file or directory); check the path"));
    }

    @Test
    @Timeout(60)
    void closingTwiceClosesOnce() {
        boolean usedAgain = false;
        // Another thread of the JVM may open or close a file in between, so the number is not always used again.
        while (!usedAgain) {
            Descriptor first = Descriptor.open("/dev/null", Descriptor.READ_ONLY).orThrow();
            first.close();
            try (Descriptor second = Descriptor.open("/dev/zero", Descriptor.READ_ONLY).orThrow()) {
                usedAgain = second.fd() == first.fd();
                if (usedAgain) {
                    first.close();
                    assertThat(second.mode() & S_IFMT).as("still open").isEqualTo(S_IFCHR);
                }
            }
        }
    }

    @Test
    void theTypeOfAFile() throws IOException {
        try (TcpPair pair = TcpPair.open().orThrow()) {
            assertThat(pair.client().mode() & S_IFMT).isEqualTo(S_IFSOCK);
        }
        Path file = Files.writeString(directory.resolve("f"), "x");
        try (Descriptor regular = Descriptor.open(file.toString(), Descriptor.READ_WRITE).orThrow()) {
            assertThat(regular.mode() & S_IFMT).isEqualTo(0x8000);
        }
    }

    @Test
    void anEventWakesAPoll() {
        try (Arena arena = Arena.ofShared(); WakeEvent event = WakeEvent.open().orThrow()) {
            PollSet set = new PollSet(arena, event.fd());
            assertThat(set.await(0)).isZero();
            Thread other = Thread.ofPlatform().start(event::signal);
            assertThat(set.await(60_000)).isEqualTo(1);
            assertThat(set.ready(0)).isTrue();
            assertThat(set.hungUp(0)).isFalse();
            event.clear();
            assertThat(set.await(0)).isZero();
            assertThat(other).isNotNull();
        }
    }

    @Test
    void signallingAClosedEventDoesNothing() {
        WakeEvent event = WakeEvent.open().orThrow();
        event.close();
        event.signal();
    }

    @Test
    void errnosThatNobodyHas() {
        assertThat(new SysError("x", 4000, "").text()).isEqualTo("x: errno 4000 (error 4000)");
    }
}
