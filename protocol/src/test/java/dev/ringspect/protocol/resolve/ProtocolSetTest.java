package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Device;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.SocketOp;

class ProtocolSetTest {
    private static final FileIdentity NULL_DEVICE = new FileIdentity(0x21B6, 1, 3, 0x01021994, 5, 0, 0, 0, "null");
    private static final FileIdentity TCP = new FileIdentity(0xC1FF, 0, 0, 0x534F434B, 99, 2, 1, 6, "TCP");
    private static final FileIdentity FILE = new FileIdentity(0x81A4, 0, 0, 0x9123683EL, 7, 0, 0, 0, "data");

    private static final String USER = """
            protocol demo;
            on device "/dev/null";
            struct cmd { __u64 addr; __u32 len; __u32 flags; };
            command WRITE = 0x1200 { payload struct cmd; }
            """;

    @Test
    void builtinProtocolsHaveNoProblem() {
        ProtocolSet builtin = ProtocolSet.builtin();
        assertThat(builtin.models()).allSatisfy(model -> assertThat(model.problems()).isEmpty());
        assertThat(builtin.protocols()).extracting(Protocol::name).containsExactly("null", "socket", "block",
                "nvme", "ublk", "fuse", "btrfs", "bsg");
    }

    @Test
    void socketCommandsAreTheKernels() {
        Protocol socket = ProtocolSet.builtin().protocol("socket").orElseThrow();
        assertThat(SocketOp.values()).allSatisfy(op -> {
            Command command = socket.command(op.name()).orElseThrow();
            assertThat(command.numbers()).extracting(Command.CmdOp::value).containsExactly((long) op.number());
            assertThat(command.since()).contains(op.since());
        });
        assertThat(socket.commands()).hasSameSizeAs(SocketOp.values());
    }

    @Test
    void theFileDecidesBeforeTheNumber() {
        ProtocolSet builtin = ProtocolSet.builtin();
        assertThat(builtin.resolve(TCP, 2).orElseThrow().command().orElseThrow().name()).isEqualTo("GETSOCKOPT");
        assertThat(builtin.resolve(NULL_DEVICE, 2).orElseThrow().command().orElseThrow().name()).isEqualTo("ANY");
        assertThat(builtin.resolve(new FileIdentity(0x81A4, 0, 0, 0xEF53L, 7, 0, 0, 0, "data"), 2)).isEmpty();
    }

    @Test
    void aNumberThatTheProtocolLacksHasNoCommand() {
        Resolution resolution = ProtocolSet.builtin().resolve(TCP, 77).orElseThrow();
        assertThat(resolution.protocol().name()).isEqualTo("socket");
        assertThat(resolution.command()).isEmpty();
    }

    @Test
    void theUsersFileWinsOnItsDevice() {
        SourceText text = SourceText.of("file:///demo.uring", USER);
        ProtocolSet set = ProtocolSet.of(Sources.of(text), List.of(text.uri()));
        assertThat(set.resolve(NULL_DEVICE, 0x1200).orElseThrow().command().orElseThrow().name()).isEqualTo("WRITE");
        assertThat(set.resolve(NULL_DEVICE, 0x1201).orElseThrow().protocol().name()).isEqualTo("demo");
        assertThat(set.resolve(TCP, 0).orElseThrow().protocol().name()).isEqualTo("socket");
    }

    @Test
    void aNumberThatTheUsersFileLacksMayBeTheBuiltInProtocols() {
        SourceText text = SourceText.of("file:///mine.uring", """
                protocol mine;
                on socket;
                command MINE = 77;
                """);
        ProtocolSet set = ProtocolSet.of(Sources.of(text), List.of(text.uri()));
        assertThat(set.resolve(TCP, 77).orElseThrow().protocol().name()).isEqualTo("mine");
        assertThat(set.resolve(TCP, 2).orElseThrow().command().orElseThrow().name()).isEqualTo("GETSOCKOPT");
        assertThat(set.resolve(TCP, 78).orElseThrow().protocol().name()).isEqualTo("mine");
    }

    @Test
    void characterAndBlockDevicesOfOneNameAreToldApart() {
        Protocol protocol = ProtocolModel.of(SourceText.of("test", """
                protocol demo;
                on character device "/dev/x?" | block device "/dev/y*", "/dev/z" | socket;
                """)).protocol().orElseThrow();
        FileIdentity character = new FileIdentity(0x21B6, 10, 1, 0, 5, 0, 0, 0, "x1");
        FileIdentity block = new FileIdentity(0x61B0, 259, 1, 0, 5, 0, 0, 0, "x1");
        FileIdentity other = new FileIdentity(0x61B0, 259, 1, 0, 5, 0, 0, 0, "z");
        assertThat(protocol.matches(character)).isTrue();
        assertThat(protocol.matches(block)).isFalse();
        assertThat(protocol.matches(other)).isTrue();
        assertThat(protocol.matches(TCP)).isTrue();
        assertThat(protocol.on()).extracting(Device::display).containsExactly("character device \"/dev/x?\"",
                "block device \"/dev/y*\"", "block device \"/dev/z\"", "socket");
    }

    @Test
    void ofTwoUserFilesForOneDeviceTheOneThatKnowsTheNumberAnswers() {
        SourceText one = SourceText.of("file:///one.uring", USER);
        SourceText two = SourceText.of("file:///two.uring", """
                protocol other;
                on device "/dev/nul?";
                command PING = 7;
                """);
        ProtocolSet set = ProtocolSet.of(Sources.of(one, two), List.of(one.uri(), two.uri()));
        assertThat(set.resolve(NULL_DEVICE, 7).orElseThrow().protocol().name()).isEqualTo("other");
        assertThat(set.resolve(NULL_DEVICE, 8).orElseThrow().protocol().name()).isEqualTo("demo");
    }

    @Test
    void aMissingFileIsSaid() {
        ProtocolSet set = ProtocolSet.of(Sources.disk(), List.of("file:///nowhere/x.uring", "x.uring"));
        assertThat(set.unreadable()).isEqualTo(Map.of("file:///nowhere/x.uring",
                "cannot read file:///nowhere/x.uring: no such file", "x.uring", "x.uring is not the URI of a file"));
    }

    @Test
    void filesystemsAreToldByTheirMagic() {
        SourceText text = SourceText.of("file:///b.uring", """
                protocol enc;
                on filesystem "btrfs";
                command READ = 0x80809440;
                """);
        ProtocolSet set = ProtocolSet.of(Sources.of(text), List.of(text.uri()));
        assertThat(set.resolve(FILE, 0x80809440L).orElseThrow().command().orElseThrow().name()).isEqualTo("READ");
    }
}
