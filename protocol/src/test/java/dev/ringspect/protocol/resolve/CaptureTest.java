package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** What of the memory behind a pointer a trace may copy. */
class CaptureTest {
    private static final String HEAD = """
            struct named; struct range { __u64 from; __u32 to, pad; };
            struct cmd { __u64 addr; __u32 len; };
            """;

    private static ProtocolModel model(String meaning) {
        return ProtocolModel.of(SourceText.of("test", HEAD + "refine struct cmd { addr : " + meaning + "; }\n"
                + "protocol p; on socket; command C = 1 { payload struct cmd; }"));
    }

    private static void captures(String meaning, String capture, String target) {
        ProtocolModel model = model(meaning);
        assertThat(model.problems()).as(meaning).isEmpty();
        FieldMeaning.PointerTo pointer = pointer(model.protocol().orElseThrow().rules().getFirst().meanings());
        assertThat(pointer.capture()).as(meaning).map(FieldMeaning.Capture::text).contains(capture);
        assertThat(pointer.target()).isEqualTo(target);
    }

    private static FieldMeaning.PointerTo pointer(List<FieldMeaning> meanings) {
        return meanings.stream().filter(FieldMeaning.PointerTo.class::isInstance)
                .map(FieldMeaning.PointerTo.class::cast).findFirst().orElseThrow();
    }

    @Test
    void theModelKeepsBytesAndDirection() {
        captures("pointer to struct range capture 8", "capture 8 in", "struct range");
        captures("pointer to struct range capture", "capture 16 in", "struct range");
        captures("pointer to struct range[4] capture out", "capture 64 out", "struct range[4]");
        captures("pointer to struct range[len] capture 64 in out", "capture 64 in out", "struct range[len]");
        captures("pointer to __u8[len] capture 2 * 128 out in", "capture 256 in out", "__u8[len]");
        captures("pointer capture 64", "capture 64 in", "void");
        ProtocolModel model = model("pointer to struct range capture");
        assertThat(pointer(model.protocol().orElseThrow().rules().getFirst().meanings()).type())
                .map(Type::display).contains("struct range");
    }

    @Test
    void mistakesSayWhatToDo() {
        problem("pointer to struct range capture 17",
                "struct range has 16 bytes; capture 16 copies all of it, and 17 is past its end");
        problem("pointer to struct range[2] capture 33",
                "struct range[2] has 32 bytes; capture 32 copies all of it, and 33 is past its end");
        problem("pointer to struct range capture 0", "capture takes a number of bytes from 1 to 1048576; this is 0");
        problem("pointer to struct range[len] capture",
                "say how many bytes of struct range[len] are to be copied, as in "
                        + "'capture 64': how many elements there are is another number in each request");
        problem("pointer to struct named capture",
                "say how many bytes of struct named are to be copied, as in 'capture 64': "
                        + "its size is not known here");
        problem("pointer to struct range capture 8 in in", "'in' stands here twice; write in, out, or in out");
    }

    private static void problem(String meaning, String message) {
        assertThat(model(meaning).problems()).as(meaning).extracting(Problem::message).containsExactly(message);
    }

    @Test
    void builtinProtocolsDeclareTheirArguments() {
        declared("btrfs", "ENCODED_READ", "sqe.addr", "struct btrfs_ioctl_encoded_io_args", "capture 128 in out");
        declared("btrfs", "ENCODED_WRITE", "sqe.addr", "struct btrfs_ioctl_encoded_io_args", "capture 128 in");
        declared("fuse", "REGISTER", "sqe.addr", "struct iovec[2]", "capture 32 in");
        declared("ublk", "ADD_DEV", "addr", "struct ublksrv_ctrl_dev_info", "capture 64 in out");
        declared("ublk", "GET_DEV_INFO", "addr", "struct ublksrv_ctrl_dev_info", "capture 64 out");
        declared("ublk", "GET_DEV_INFO2", "addr", "struct ublksrv_ctrl_dev_info", "capture 64 in out");
    }

    private static void declared(String name, String command, String field, String target, String capture) {
        Protocol protocol = ProtocolSet.builtin().model("builtin:" + name + ".uring").orElseThrow().protocol()
                .orElseThrow();
        CommandDecoder decoder = CommandDecoder.of(protocol, protocol.command(command).orElseThrow(), Abi.X86_64);
        FieldMeaning.PointerTo pointer = pointer(decoder.field(field).orElseThrow().meanings());
        assertThat(pointer.target()).as(command).isEqualTo(target);
        assertThat(pointer.capture()).as(command).map(FieldMeaning.Capture::text).contains(capture);
        Type type = pointer.type().orElseThrow();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(type)).as(command)
                .isLessThanOrEqualTo(pointer.capture().orElseThrow().bytes());
    }
}
