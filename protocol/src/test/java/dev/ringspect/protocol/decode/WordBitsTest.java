package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.traffic.RequestChecks;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** Words of the SQE and CQE take the meanings that members of a payload take. */
class WordBitsTest {
    private static final String DISK = """
            protocol disk;
            on device "/dev/disk";
            needs cqe32;
            enum status { GOOD, BUSY = 8 };
            struct range { __u64 from, to; };
            command RUN = 1 {
                sqe {
                    addr as ranges : pointer to struct range[sqe.len];
                    file_index as how bits { 0..3 queue; 31 urgent; }
                }
                cqe {
                    res bits { 0..10 status : enum status; 13 more; 14 dnr; }
                    big0 as detail bits { 0..7 device; 32..63 left; }
                }
                check urgent == 0 || queue == 0 "an urgent command in a queue";
                check cqe.status != BUSY && left < 100 info "busy";
            }
            """;

    @Test
    void bitsOfWordsAreValuesOfTheirOwn() {
        assertThat(decoded(DISK, 0x4008, 0x0000_0005_0000_0002L)).containsExactly("ranges=0x1000 struct range[3]",
                "how=2147483650", "queue=2", "urgent=1", "res=16392", "status=8 BUSY", "more=0", "dnr=1",
                "detail=0x500000002", "device=2", "left=5");
    }

    @Test
    void anErrnoHasNoBits() {
        assertThat(decoded(DISK, -22, 0)).contains("res=-22").doesNotContain("dnr=1", "status=2026")
                .noneMatch(value -> value.startsWith("status") || value.startsWith("more"));
    }

    @Test
    void checksNameBitsBareAndQualified() {
        assertThat(RequestChecks.of(decoder(DISK)).findings(CommandBytes.of(sqe(), 0, 64), 8, 0, 0, 0, true))
                .extracting(finding -> finding.message())
                .containsExactly("an urgent command in a queue", "busy");
        assertThat(RequestChecks.of(decoder(DISK)).findings(CommandBytes.of(sqe(), 0, 64), -5, 0, 0, 0, true))
                .extracting(finding -> finding.message()).containsExactly("an urgent command in a queue");
    }

    @Test
    void lengthsCrossFromPayloadToSqeAndBack() {
        String text = """
                protocol p;
                on device "/dev/p";
                struct c { __u64 at; __u32 many; __u32 flags; };
                refine struct c { at : pointer to __u16[sqe.len]; }
                command A = 1 { payload struct c; sqe { addr as list : pointer to __u32[many]; } }
                """;
        MemorySegment sqe = sqe();
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 56, 7);
        assertThat(values(decoder(text).decode(CommandBytes.of(sqe, 0, 64)))).contains("at=0x0 __u16[3]",
                "list=0x1000 __u32[7]");
    }

    @Test
    void theDriversOwnBytesHaveNoSqe() {
        String text = """
                protocol p;
                on device "/dev/p";
                struct d { __u64 at; };
                refine struct d { at : pointer to __u16[sqe.len]; }
                command A = 1 { pdu struct d; }
                """;
        MemorySegment pdu = MemorySegment.ofArray(new byte[8]);
        assertThat(values(decoder(text).pdu().orElseThrow().members(CommandBytes.of(pdu, 0, 8)).stream()))
                .containsExactly("at=0x0");
    }

    @Test
    void flagsAndValuesComeFromConstantsWithoutAnEnumOfAName() {
        String text = """
                protocol p;
                on device "/dev/p";
                enum { F_NOWAIT = 1, F_POLL = 2 };
                #define T_SYNC (1 << 0)
                #define T_FAST (1 << 4)
                #define OP_READ 1
                #define OP_WRITE 2
                struct c { __u32 flags, more, both; __u16 op, kind; };
                refine struct c {
                    flags : flags enum F_NOWAIT;
                    more : flags T_SYNC;
                    both : flags T_* | F_POLL;
                    op : enum OP_*;
                    kind : enum OP_READ | F_POLL;
                }
                command A = 1 { payload struct c; }
                """;
        MemorySegment sqe = MemorySegment.ofArray(new byte[64]);
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 48, 3);
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 52, 0x11);
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 56, 0x13);
        sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, 60, (short) 2);
        sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, 62, (short) 2);
        assertThat(values(decoder(text).decode(CommandBytes.of(sqe, 0, 64)))).containsExactly("flags=3 F_NOWAIT|F_POLL",
                "more=17 T_SYNC|0x10", "both=19 T_SYNC|T_FAST|F_POLL", "op=2 OP_WRITE", "kind=2 F_POLL");
    }

    @Test
    void mistakesAreSaidWhereTheyAre() {
        problem("res bits { 0..32 all; }", "the bits of res are 0 to 31, the lower one first");
        problem("res bits { 0..7 a; 4..9 b; }",
                "these bits overlap those of 'a', 0..7; in a variant each case may cut a member anew");
        problem("res bits { 0..7 x; }", "the command has a 'x' already, in its payload");
        problem("res bits { 0..7 flags; } flags;",
                "the command has bits called 'flags' already; give one of both another name with 'as'");
        problem("res bits { 0 a; } flags bits { 0 a; }", "the command has a 'a' already");
        problem("res : flags NONE_*;", "no constant's name starts with 'NONE_'");
        problem("res : flags EINVAL_X | EINVAL_Y;", "no constant is called 'EINVAL_X'");
        problem("res : flags none_such;", "nothing declares enum none_such");
    }

    private static void problem(String cqe, String message) {
        String text = "protocol p; on socket; struct c { __u32 x; }; command A = 1 { payload struct c; cqe { " + cqe
                + " } }";
        List<String> problems = ProtocolModel.of(SourceText.of("test", text)).problems().stream().map(Problem::message)
                .toList();
        assertThat(problems).as(cqe).isNotEmpty().first().isEqualTo(message);
    }

    private static MemorySegment sqe() {
        MemorySegment sqe = MemorySegment.ofArray(new byte[64]);
        sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, 16, 0x1000);
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 24, 3);
        sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 44, 0x8000_0002);
        return sqe;
    }

    private static CommandDecoder decoder(String text) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        return CommandDecoder.of(model.protocol().orElseThrow(),
                model.protocol().orElseThrow().commands().getFirst());
    }

    private static List<String> decoded(String text, int res, long bigCqe0) {
        return values(decoder(text).decode(CommandBytes.of(sqe(), 0, 64), res, 0, bigCqe0, 0, true));
    }

    private static List<String> values(DecodedCommand command) {
        return values(Stream.of(command.payload(), command.sqe(), command.cqe()).flatMap(List::stream));
    }

    private static List<String> values(Stream<DecodedValue> values) {
        return values.filter(DecodedValue.Scalar.class::isInstance).map(DecodedValue.Scalar.class::cast)
                .map(value -> value.name() + "=" + value.text()
                        + value.meaning().or(value::target).map(name -> " " + name).orElse(""))
                .toList();
    }
}
