package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;

import com.google.gson.stream.JsonWriter;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.traffic.RequestChecks;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** What the value of a member decides about the others. */
class VariantTest {
    private static final String NVME = """
            protocol demo;
            on device "/dev/demo";
            needs sqe128;
            enum io_op : __u8 { FLUSH, WRITE, READ, DSM = 9, ZONE_SEND = 0x79 };
            enum admin_op : __u8 { GET_LOG = 2, IDENTIFY = 6, SET_FEATURES = 9 };
            enum action { CLOSE = 1, FINISH };
            struct cmd { __u8 opcode; __u8 flags; __u16 rsvd; __u32 cdw10, cdw11, cdw12, cdw13; };
            command IO = 1 {
                payload struct cmd {
                    opcode : enum io_op;
                    variant on opcode {
                        READ, WRITE: {
                            value slba = cdw10 | (__u64)cdw11 << 32;
                            cdw12 bits { 0..15 nlb; 30 fua; }
                            cdw13 == 0;
                        }
                        DSM: { cdw10 bits { 0..7 nr; } }
                        ZONE_SEND: {
                            value slba = cdw10;
                            cdw13 bits { 0..7 zsa : enum action; }
                        }
                        FLUSH: none;
                        default: { cdw10 : time ms; }
                    }
                }
                check nlb < 256 warning "long";
                check slba + nlb < 1000 "behind the end";
            }
            command ADMIN = 2 {
                payload struct cmd;
                variant on opcode : enum admin_op {
                    SET_FEATURES: {
                        cdw10 bits { 0..7 fid; 31 save; }
                        variant on fid {
                            7: { cdw11 bits { 0..15 nsq; 16..31 ncq; } }
                            default: { value word = cdw11; }
                        }
                    }
                    IDENTIFY: { cdw10 bits { 0..7 cns; } }
                }
            }
            """;

    @Test
    void eachCaseHasFieldsOfItsOwn() {
        assertThat(json(NVME, "IO", set(0, 2), set32(4, 5), set32(8, 1), set32(12, 7 | 1 << 30)))
                .isEqualTo("{\"opcode\":2,\"flags\":0,\"rsvd\":0,\"cdw10\":5,\"cdw11\":1,\"cdw12\":1073741831,"
                        + "\"nlb\":7,\"fua\":1,\"cdw13\":0,\"slba\":\"0x100000005\"}");
        assertThat(json(NVME, "IO", set(0, 9), set32(4, 3)))
                .isEqualTo("{\"opcode\":9,\"flags\":0,\"rsvd\":0,\"cdw10\":3,\"nr\":3,\"cdw11\":0,\"cdw12\":0,"
                        + "\"cdw13\":0}");
        assertThat(json(NVME, "IO", set(0, 0)))
                .isEqualTo("{\"opcode\":0,\"flags\":0,\"rsvd\":0,\"cdw10\":0,\"cdw11\":0,\"cdw12\":0,\"cdw13\":0}");
        assertThat(text(NVME, "IO", set(0, 0x79), set32(4, 3), set32(16, 2))).contains("slba=3", "zsa=2 FINISH");
    }

    @Test
    void aCommandNamesTheValuesAndTheDefaultHasTheRest() {
        assertThat(text(NVME, "IO", set(0, 1), set32(4, 30))).contains("opcode=1 WRITE", "cdw10=30");
        assertThat(text(NVME, "IO", set(0, 77), set32(4, 30))).contains("opcode=77", "cdw10=30 30 ms");
        assertThat(text(NVME, "ADMIN", set(0, 6), set32(4, 1))).contains("cns=1").doesNotContain("opcode=6 IDENTIFY",
                "fid=1");
    }

    @Test
    void casesStandWithinCases() {
        assertThat(text(NVME, "ADMIN", set(0, 9), set32(4, 7), set32(8, 0x0003_0002)))
                .contains("fid=7", "save=0", "nsq=2", "ncq=3").doesNotContain("word=196610");
        assertThat(text(NVME, "ADMIN", set(0, 9), set32(4, 6), set32(8, 4))).contains("fid=6", "word=4")
                .doesNotContain("nsq=4");
        assertThat(text(NVME, "ADMIN", set(0, 5), set32(4, 6), set32(8, 4))).doesNotContain("fid=6", "word=4");
    }

    @Test
    void rulesAndChecksCountInTheirCaseOnly() {
        assertThat(broken(NVME, "IO", set(0, 2), set32(12, 300))).containsExactly("long");
        assertThat(broken(NVME, "IO", set(0, 9), set32(12, 300))).isEmpty();
        assertThat(broken(NVME, "IO", set(0, 2), set32(16, 1))).containsExactly("cdw13");
        assertThat(broken(NVME, "IO", set(0, 0x79), set32(16, 1))).isEmpty();
        assertThat(broken(NVME, "IO", set(0, 2), set32(4, 998), set32(12, 2))).containsExactly("behind the end");
    }

    @Test
    void aValueDecides() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                enum kind { PLAIN = 1, BIG = 2 };
                struct cmd { __u8 code; __u8 flags; __u16 word; };
                refine struct cmd {
                    value kind = code >> 4;
                    value wanted = kind * 16 + 1;
                    variant on kind : enum kind {
                        PLAIN: { word bits { 0..7 size; } }
                        BIG: { value size = word * 512; }
                        default: none;
                    }
                }
                command C = 1 { payload struct cmd; check size < 600 "big"; check code == wanted "code"; }
                """;
        assertThat(text(text, "C", set(0, 0x11), set(2, 5))).contains("kind=1", "wanted=17", "size=5");
        assertThat(text(text, "C", set(0, 0x21), set(2, 5))).contains("kind=2", "size=2560");
        assertThat(broken(text, "C", set(0, 0x21), set(2, 5))).containsExactly("big");
        assertThat(broken(text, "C", set(0, 0x11), set(2, 5))).isEmpty();
        assertThat(broken(text, "C", set(0, 0x32), set(2, 5))).containsExactly("code");
    }

    private static final String UNIONS = """
            protocol demo;
            on device "/dev/demo";
            needs sqe128;
            enum kind { NUMBER = 1, PAIR, WIRE, BOTH };
            struct pair { __u16 x, y; };
            struct wire { __be32 id; __u8 tag[4]; };
            struct head { __u32 kind; };
            struct cmd {
                struct head head;
                union { __u64 number; struct pair pair; struct { __u32 low, high; }; } u;
                __u8 raw[8];
            };
            refine struct cmd {
                head.kind : enum kind;
                variant on head.kind {
                    NUMBER: u.number;
                    PAIR: u.pair;
                    WIRE: { struct wire over raw; }
                    BOTH: { u.low; struct pair over raw; }
                }
            }
            command C = 1 { payload struct cmd; check raw.id != 7 "seven"; }
            """;

    @Test
    void ofAUnionTheChosenMemberIsShown() {
        assertThat(json(UNIONS, "C", set(0, 1), set(8, 5))).isEqualTo(
                "{\"head\":{\"kind\":1},\"u\":{\"number\":\"0x5\"},\"raw\":[0,0,0,0,0,0,0,0]}");
        assertThat(json(UNIONS, "C", set(0, 2), set(8, 5))).isEqualTo(
                "{\"head\":{\"kind\":2},\"u\":{\"pair\":{\"x\":5,\"y\":0}},\"raw\":[0,0,0,0,0,0,0,0]}");
        assertThat(json(UNIONS, "C", set(0, 4), set(8, 5))).isEqualTo(
                "{\"head\":{\"kind\":4},\"u\":{\"low\":5,\"high\":0},\"raw\":{\"x\":0,\"y\":0}}");
        assertThat(json(UNIONS, "C", set(0, 99), set(8, 5))).contains("\"number\":\"0x5\"", "\"pair\"", "\"low\":5");
    }

    @Test
    void aStructLiesOverRawBytes() {
        assertThat(json(UNIONS, "C", set(0, 3), set(19, 7))).isEqualTo(
                "{\"head\":{\"kind\":3},\"u\":{},\"raw\":{\"id\":7,\"tag\":[0,0,0,0]}}");
        assertThat(broken(UNIONS, "C", set(0, 3), set(19, 7))).containsExactly("seven");
        assertThat(broken(UNIONS, "C", set(0, 1), set(19, 7))).isEmpty();
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", UNIONS));
        assertThat(model.locate(new FieldPath("demo", "C", "raw.id")).orElseThrow().span().start())
                .isEqualTo(UNIONS.indexOf("id; __u8"));
    }

    @Test
    void whatIsVisitedIsWhatIsThere() {
        CommandDecoder decoder = decoder(UNIONS, "C");
        List<String> seen = new java.util.ArrayList<>();
        decoder.sqe().visit(CommandBytes.of(sqe(set(0, 2)), 0, 128),
                (field, element, _) -> seen.add(field.path() + element));
        assertThat(seen).contains("head.kind0", "u.pair.x0", "raw0", "raw7").doesNotContain("u.number0", "raw.id0");
    }

    @Test
    void nothingIsAllocatedToReadAndToCompute() {
        CommandDecoder decoder = decoder(NVME, "IO");
        MemorySegment sqe = sqe(set(0, 2), set32(4, 5), set32(8, 1), set32(12, 7));
        List<DisplayNode> nodes = new DisplayCompiler(decoder.sqe(), 128).members();
        DisplayNode.Computed slba = nodes.stream().filter(DisplayNode.Guarded.class::isInstance)
                .map(node -> ((DisplayNode.Guarded) node).node()).filter(DisplayNode.Computed.class::isInstance)
                .map(DisplayNode.Computed.class::cast).findFirst().orElseThrow();
        RequestChecks checks = RequestChecks.of(decoder);
        CommandBytes bytes = new CommandBytes();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
                .getThreadMXBean();
        long sum = 0;
        for (int round = 0; round < 2; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                bytes.pointAt(sqe, 0, 128);
                decoder.sqe().visit(bytes, (_, _, _) -> {});
                checks.submitted(bytes, (_, _) -> {});
                sum += slba.present(bytes) ? slba.raw(bytes) : 0;
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(round == 0 ? 0 : allocated).isLessThan(20_000);
        }
        assertThat(sum).isEqualTo(2 * 20_000 * 0x1_0000_0005L);
    }

    @Test
    void mistakesSayWhatToDo() {
        arm("NOPE: none;", "NOPE", "'NOPE' is no constant of enum k; these are: A, B");
        arm("A: none; A: none;", "A: none; }", "another case has A (1) already");
        arm("A: none; 1: none;", "1: none; }", "another case has 1 (1) already");
        arm("default: none; default: none;", "default: none; }", "there is another default");
        arm("A: x;", "x;",
                "'x' is no member of a union, so there is nothing to choose; say what it means, or write none");
        arm("A: nope;", "nope;", "struct s has no member 'nope'; it has k, x, u, u.a, u.b, raw");
        arm("A: { struct big over raw; }", "big over", "struct big has 16 bytes and raw only 4");
        arm("A: { struct none_such over raw; }", "none_such", "nothing declares struct none_such");
        arm("A: { x bits { 0 b; } value b = x; }", "b = x", "struct s has a 'b' already");
        arm("A none;", " none", "expected ':' after the values of the case, found 'none'");
        arm("A: ;", ";", "expected none, a member of a union, a struct with 'over' and a member, or '{' and rules,"
                + " found ';'");
        problem("struct s { __u32 a; __u8 b[2]; }; refine struct s { variant on b { 1: none; } }", "b {",
                "only a number can decide; 'b' is __u8[2]");
        problem("protocol p; on socket; command C = 1 { variant on x { 1: none; } }", "x {",
                "the command has no payload that this could be about");
    }

    private static void arm(String arms, String at, String message) {
        problem("enum k { A = 1, B }; struct big { __u64 a, b; };"
                + " struct s { __u32 k; __u32 x; union { __u32 a, b; } u; __u8 raw[4]; };"
                + " refine struct s { k : enum k; variant on k { " + arms + " } }", at, message);
    }

    private static void problem(String text, String at, String message) {
        List<Problem> problems = ProtocolModel.of(SourceText.of("test", text)).problems();
        assertThat(problems).extracting(Problem::message).as(text).contains(message);
        assertThat(problems.getFirst().message()).isEqualTo(message);
        assertThat(text.substring(problems.getFirst().span().start())).as(text).startsWith(at.substring(0, 1));
    }

    private static Consumer<MemorySegment> set(int offset, int value) {
        return sqe -> sqe.set(ValueLayout.JAVA_BYTE, 48 + offset, (byte) value);
    }

    private static Consumer<MemorySegment> set32(int offset, int value) {
        return sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, 48 + offset, value);
    }

    @SafeVarargs
    private static MemorySegment sqe(Consumer<MemorySegment>... bytes) {
        MemorySegment sqe = MemorySegment.ofArray(new byte[128]);
        for (Consumer<MemorySegment> one : bytes) {
            one.accept(sqe);
        }
        return sqe;
    }

    private static CommandDecoder decoder(String text, String command) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        return CommandDecoder.of(model.protocol().orElseThrow(),
                model.protocol().orElseThrow().command(command).orElseThrow());
    }

    /** As JSON, which the tree and the direct way give alike. */
    @SafeVarargs
    private static String json(String text, String command, Consumer<MemorySegment>... bytes) {
        CommandDecoder decoder = decoder(text, command);
        MemorySegment sqe = sqe(bytes);
        try {
            StringWriter direct = new StringWriter();
            decoder.sqe().writeFields(CommandBytes.of(sqe, 0, 128), new JsonWriter(direct));
            StringWriter tree = new StringWriter();
            DecodedJson.writeFields(decoder.decode(CommandBytes.of(sqe, 0, 128)), new JsonWriter(tree));
            assertThat(direct).hasToString(tree.toString());
            return direct.toString();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Numbers with their meanings, {@code opcode=2 READ}. */
    @SafeVarargs
    private static List<String> text(String text, String command, Consumer<MemorySegment>... bytes) {
        return decoder(text, command).decode(CommandBytes.of(sqe(bytes), 0, 128)).payload().stream()
                .filter(DecodedValue.Scalar.class::isInstance).map(DecodedValue.Scalar.class::cast)
                .map(value -> value.name() + "=" + value.text() + value.meaning().map(name -> " " + name).orElse(""))
                .toList();
    }

    @SafeVarargs
    private static List<String> broken(String text, String command, Consumer<MemorySegment>... bytes) {
        List<String> broken = new java.util.ArrayList<>();
        RequestChecks.of(decoder(text, command)).submitted(CommandBytes.of(sqe(bytes), 0, 128),
                (rule, _) -> broken.add(rule.text()));
        return broken;
    }
}
