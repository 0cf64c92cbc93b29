package dev.ringspect.protocol.inspect.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.BuiltinProtocols;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;

class RequestChecksTest {
    private static final String TEXT = """
            protocol demo;
            on device "/dev/demo";
            enum op { READ = 1, WRITE = 2 };
            struct cmd { __u64 addr; __u16 op; __u16 rsvd; __u8 pad[4]; };
            refine struct cmd { op : enum op; rsvd == 0 warning; pad == 0; }
            command DO = 1 {
                payload struct cmd;
                check op == READ || addr != 0 "a write needs an address";
                check cqe.res >= 0 info "it failed";
                check sqe.ioprio == 0;
            }
            """;

    @Test
    void aReservedMemberThatIsNotZeroIsFound() {
        List<Finding> findings = findings(sqe -> sqe.putShort(56, (short) 1).putShort(58, (short) 0xBEEF), 0);
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("D08");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).isEqualTo("rsvd must be 0, and was 0xbeef");
            assertThat(finding.subject()).isEqualTo(new Subject.OfField(new FieldPath("demo", "DO", "rsvd")));
        });
    }

    @Test
    void anArrayIsReservedAsAWhole() {
        assertThat(findings(sqe -> sqe.putShort(56, (short) 1).put(63, (byte) 4), 0)).singleElement()
                .satisfies(finding -> assertThat(finding.message()).isEqualTo("pad must be 0, and was 4"));
    }

    @Test
    void aBrokenCheckSaysItsText() {
        assertThat(findings(sqe -> sqe.putShort(56, (short) 2), 0)).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("check");
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message()).isEqualTo("a write needs an address");
        });
    }

    @Test
    void checksMayNameTheCompletionAndTheSqe() {
        assertThat(findings(sqe -> sqe.putShort(56, (short) 1).putShort(2, (short) 3), -22))
                .extracting(Finding::severity, Finding::message).containsExactly(
                        tuple(Severity.INFO, "it failed"),
                        tuple(Severity.ERROR, "sqe.ioprio == 0"));
    }

    @Test
    void whatCannotBeEvaluatedDoesNotApply() {
        RequestChecks checks = checks(TEXT, "demo", "DO");
        StringBuilder broken = new StringBuilder();
        checks.submitted(CommandBytes.of(sqe(sqe -> sqe.putShort(56, (short) 1)), 0, 64),
                (rule, _) -> broken.append(rule.text()));
        assertThat(broken).isEmpty();
        checks.submitted(CommandBytes.of(sqe(sqe -> sqe.putShort(56, (short) 2)), 0, 56),
                (rule, _) -> broken.append(rule.text()));
        assertThat(broken).isEmpty();
    }

    @Test
    void aGoodRequestBreaksNothing() {
        assertThat(findings(sqe -> sqe.putShort(56, (short) 1), 0)).isEmpty();
    }

    @Test
    void wordsOfTheCompletionHaveLimits() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                command DO = 1 { cqe { res in -1 .. 0 warning; big0 == 0; } }
                """;
        RequestChecks checks = checks(text, "demo", "DO");
        assertThat(checks.findings(CommandBytes.of(sqe(_ -> {}), 0, 64), 5, 0, 0, 0, true)).extracting(Finding::message)
                .containsExactly("res must be -1 to 0, and was 5");
        assertThat(checks.findings(CommandBytes.of(sqe(_ -> {}), 0, 64), -1, 0, 7, 0, true))
                .extracting(Finding::message)
                .containsExactly("big0 must be 0, and was 7");
        assertThat(checks.findings(CommandBytes.of(sqe(_ -> {}), 0, 64), -1, 0, 7, 0, false)).isEmpty();
        checks.submitted(CommandBytes.of(sqe(_ -> {}), 0, 64),
                (rule, _) -> org.assertj.core.api.Assertions.fail(rule.text()));
    }

    @Test
    void aRuleAboutAnArrayIsAboutEachElementThatIsThere() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                struct unit { __u64 a, b; };
                struct cmd { __u16 many; __u16 list[3]; struct { __u8 kind; __s8 level; } pairs[2]; };
                refine struct cmd {
                    many in 0 .. sizeof(struct unit[2]) / 8 - 1;
                    list count(many);
                    list in 0 .. 7 warning;
                    pairs.level in -1 .. 1;
                }
                command DO = 1 { payload struct cmd; }
                """;
        RequestChecks checks = checks(text, "demo", "DO");
        assertThat(checks.findings(CommandBytes.of(sqe(sqe -> sqe.putShort(48, (short) 2).putShort(52, (short) 9)
                .putShort(54, (short) 99).put(59, (byte) -2)), 0, 64), 0, 0, 0, 0, false)).extracting(Finding::message)
                .containsExactly("list must be 0 to 7, and was 9", "pairs[1].level must be -1 to 1, and was -2");
        assertThat(checks.findings(CommandBytes.of(sqe(sqe -> sqe.putShort(48, (short) 4)), 0, 64), 0, 0, 0, 0, false))
                .extracting(Finding::message).containsExactly("many must be 0 to 3, and was 4");
    }

    @Test
    void anElementOfAnArrayIsANumber() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                struct cmd { __u8 many; __s8 grid[2][2]; __u8 pad; __be16 list[5]; };
                struct pdu { __u32 tags[2]; };
                refine struct cmd { list count(many); value sum = grid[0][0] + list[0x1]; }
                command DO = 1 {
                    payload struct cmd;
                    pdu struct pdu;
                    check grid[1][0] == -3 "the grid";
                    check list[2] != 7 "the third of the list";
                    check sum < 100 "the sum";
                    check pdu.tags[1] == 0 "the tag";
                }
                """;
        RequestChecks checks = checks(text, "demo", "DO");
        assertThat(checks.rules()).as("none is dropped").hasSize(4);
        MemorySegment good = sqe(sqe -> sqe.put(48, (byte) 2).put(51, (byte) -3).putShort(58, (short) 0x0700));
        assertThat(checks.findings(CommandBytes.of(good, 0, 64), 0, 0, 0, 0, false)).as("two elements are there")
                .isEmpty();
        MemorySegment bad = sqe(sqe -> sqe.put(48, (byte) 3).put(50, (byte) -3).put(49, (byte) 99)
                .putShort(56, (short) 0x0100).putShort(58, (short) 0x0700));
        assertThat(checks.findings(CommandBytes.of(bad, 0, 64), 0, 0, 0, 0, false)).extracting(Finding::message)
                .containsExactly("the grid", "the third of the list", "the sum");
    }

    @Test
    void sizesAndOffsetsAreThoseOfTheProgram() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                struct unit { long first; __u64 second; struct { __u8 pad; long third; } inner[2]; };
                struct cmd { __u32 len; __u32 at; __u32 n; };
                refine struct cmd { value units = len / sizeof(struct unit); }
                command DO = 1 {
                    payload struct cmd;
                    check len % sizeof(struct unit) == 0 "no whole units";
                    check at == offsetof(struct unit, inner[1].third) "not at the third";
                    check units == n "not n units";
                    check (unsigned long)-1 > 0xFFFFFFFF "a program of 32 bits";
                }
                """;
        // gcc says 48 and 40, with -m32 28 and 24
        assertThat(sizeChecks(text, Abi.X86_64, 96, 40, 2)).isEmpty();
        assertThat(sizeChecks(text, Abi.I386, 96, 40, 2)).containsExactly("no whole units", "not at the third",
                "not n units", "a program of 32 bits");
        assertThat(sizeChecks(text, Abi.I386, 56, 24, 2)).containsExactly("a program of 32 bits");
    }

    private static List<String> sizeChecks(String text, Abi abi, int len, int at, int n) {
        Protocol protocol = ProtocolModel.of(SourceText.of("test", text)).protocol().orElseThrow();
        RequestChecks checks = RequestChecks.of(CommandDecoder.of(protocol, protocol.command("DO").orElseThrow(), abi));
        assertThat(checks.rules()).as("none is dropped").hasSize(4);
        MemorySegment sqe = sqe(bytes -> bytes.putInt(48, len).putInt(52, at).putInt(56, n));
        return checks.findings(CommandBytes.of(sqe, 0, 64), 0, 0, 0, 0, false).stream().map(Finding::message).toList();
    }

    /** What a file may write, the builder decides; what a request has, the decoder does. */
    @Test
    void everyCheckThatIsAcceptedIsEvaluated() {
        String text = """
                protocol demo;
                on device "/dev/demo";
                enum op { READ = 1 };
                struct part { __u8 tag; };
                struct cmd { __u8 op; __u8 bits; __u16 many; struct part parts[2]; __be16 list[]; };
                struct pdu { __u32 state; struct part held[2]; };
                refine struct cmd {
                    op : enum op;
                    bits bits { 0..3 low; 4 high; }
                    list count(many);
                    value sum = many * 2;
                }
                command DO = 1 {
                    payload struct cmd;
                    pdu struct pdu;
                    sqe { buf_index as slot bits { 0..7 unit; } }
                    cqe { res as got; big0; }
                    check op == READ && low + high < 9 && sum > 0 && parts[1].tag == 0;
                    check list[3] != 7 && slot < 9 && unit != 3 && sqe.buf_index == slot;
                    check got >= 0 || cqe.flags == EINVAL || big0 == 1 || cqe.big1 == 1;
                    check ring.sqe128 || pdu.state == 1 || pdu.held[0].tag == sizeof(struct part);
                }
                """;
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        for (ProtocolModel each : Stream.concat(Stream.of(model), BuiltinProtocols.models().stream()).toList()) {
            Protocol protocol = each.protocol().orElseThrow();
            for (Command command : protocol.commands()) {
                RequestChecks checks = RequestChecks.of(CommandDecoder.of(protocol, command, Abi.X86_64));
                assertThat(checks.rules()).filteredOn(rule -> rule.id().equals(RequestRule.CHECK))
                        .as(command.name()).hasSameSizeAs(command.checks());
            }
        }
    }

    @Test
    void socketsHaveTheirChecks() {
        Protocol socket = ProtocolSet.builtin().protocol("socket").orElseThrow();
        RequestChecks checks = RequestChecks
                .of(CommandDecoder.of(socket, socket.command("GETSOCKOPT").orElseThrow(), Abi.X86_64));
        assertThat(checks.findings(CommandBytes.of(sqe(sqe -> sqe.putInt(16, 6)), 0, 64), -95, 0, 0, 0, false))
                .hasSize(1);
        assertThat(checks.findings(CommandBytes.of(sqe(sqe -> sqe.putInt(16, 1)), 0, 64), 4, 0, 0, 0, false)).isEmpty();
    }

    private static List<Finding> findings(Consumer<ByteBuffer> fill, int res) {
        return checks(TEXT, "demo", "DO").findings(CommandBytes.of(sqe(fill), 0, 64), res, 0, 0, 0, false);
    }

    private static RequestChecks checks(String text, String protocol, String command) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        Protocol found = model.protocol().orElseThrow();
        assertThat(found.name()).isEqualTo(protocol);
        return RequestChecks.of(CommandDecoder.of(found, found.command(command).orElseThrow(), Abi.X86_64));
    }

    private static MemorySegment sqe(Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(buffer);
        return MemorySegment.ofArray(buffer.array());
    }
}
