package dev.ringspect.protocol.inspect.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.protocol.uapi.Sqe;

class TrafficInspectionsTest {
    private static final String PROTOCOL = """
            protocol lab;
            on device "/dev/lab*";
            needs sqe128;
            struct lab_cmd { __u32 unit; __u32 rsvd; __u64 addr; };
            refine struct lab_cmd { rsvd == 0; }
            command READ = 0x10 {
                payload struct lab_cmd;
                errors { EIO "the unit did not spin up"; }
                check unit < 1000 warning "there are 1,000 units";
            }
            command WAIT = 0x11 { pending; }
            command CONTROL = 0x13 { on device "/dev/labctl"; }
            command SEEK = 0x12 {
                payload struct lab_cmd;
                errors { EINVAL "there is no such unit"; }
                check unit < 500 "units end at 499 (-EINVAL)";
            }
            """;
    private static final int CHARACTER_DEVICE = 0x21B6;
    private static final int REGULAR = 0x81A4;
    private static final int SQE128 = 1 << 10;
    private static final int IOPOLL = 1;
    private static final long AGAIN = 0xffff888100009000L;
    private static final int LAB = 1;
    private static final int TEXT = 2;
    private static final int SOCKET = 3;

    private final ProtocolSet protocols = ProtocolSet
            .of(List.of(ProtocolModel.of(SourceText.of("file:///lab.uring", PROTOCOL))));

    /** What all inspections find in the requests that {@code traffic} makes, with count and requests. */
    private List<String> findings(Consumer<EventBuilder> traffic) {
        return findings(protocols, traffic);
    }

    private static List<String> findings(ProtocolSet protocols, Consumer<EventBuilder> traffic) {
        CommandResolver resolver = new CommandResolver(protocols);
        Placement placement = new Placement(protocols.models(),
                new Silence(uri -> protocols.model(uri).map(ProtocolModel::source)));
        TrafficInspector inspector = new TrafficInspector(TrafficInspections.ALL,
                Optional.of(new KernelRelease(6, 18)), placement::place);
        Correlator correlator = new Correlator(r -> inspector.inspect(r, resolver.resolve(r)),
                (block, major, minor) -> Optional.empty());
        EventBuilder events = new EventBuilder(correlator);
        events.file(LAB, CHARACTER_DEVICE, 240, 0, "lab0").file(TEXT, REGULAR, 0, 0, 0xEF53, 0, 0, "notes.txt")
                .file(SOCKET, 0xC1ED, 0, 0, 0, 2, 1, "");
        traffic.accept(events);
        correlator.finish();
        List<String> texts = new ArrayList<>();
        for (TrafficFinding found : inspector.findings()) {
            Finding finding = found.finding();
            texts.add(finding.id() + " " + finding.severity().word() + " " + found.firstSeq() + ".." + found.lastSeq()
                    + " x" + found.count() + " @" + finding.where().map(where -> word(where.span().start())).orElse("-")
                    + " " + finding.message());
        }
        return texts;
    }

    private static String word(int start) {
        return PROTOCOL.substring(start).split("\\W", 2)[0];
    }

    /** One command to the lab device that completes with {@code res}. */
    private static Consumer<EventBuilder> lab(int res, Consumer<EventBuilder.Submission> change) {
        return events -> events.submit(0x10, 1, s -> {
            s.sqe128().cmdOp(0x10).file(LAB);
            change.accept(s);
        }).complete(0x10, 1, res);
    }

    private static Consumer<EventBuilder.Submission> u32(int offset, int value) {
        return s -> s.fill(sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value));
    }

    private static Consumer<EventBuilder.Submission> u16(int offset, int value) {
        return s -> s.fill(sqe -> sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value));
    }

    /** Requests of every kind, most of them odd: what is left out by its signs must have had nothing to say. */
    @Test
    void anInspectionFindsNothingInARequestWithoutTheSignsThatItLooksFor() {
        Random random = new Random(11);
        CommandResolver resolver = new CommandResolver(protocols);
        InspectedRequest inspected = new InspectedRequest(Optional.of(new KernelRelease(6, 18)));
        Map<String, Integer> asked = new TreeMap<>();
        Correlator correlator = new Correlator(request -> {
            inspected.at(request, resolver.resolve(request));
            for (TrafficInspection inspection : TrafficInspections.ALL) {
                boolean hasSign = inspection.looksFor().stream()
                        .anyMatch(symptom -> (inspected.symptoms() & symptom.bit()) != 0);
                inspection.inspect(inspected, (by, _, _, _) -> {
                    assertThat(hasSign).as(inspection.id()).isTrue();
                    asked.merge(by.id(), 1, Integer::sum);
                });
            }
        }, (block, major, minor) -> Optional.empty());
        EventBuilder events = new EventBuilder(correlator);
        events.file(LAB, CHARACTER_DEVICE, 240, 0, "lab0").file(TEXT, REGULAR, 0, 0, 0xEF53, 0, 0, "notes.txt")
                .file(SOCKET, 0xC1ED, 0, 0, 0, 2, 1, "");
        for (int i = 1; i <= 4000; i++) {
            int mark = i;
            int kind = pick(random, 0, 0, 1, 2);
            long ring = EventBuilder.RING + kind * 0x1000L;
            Consumer<EventBuilder.Submission> any = s -> {
                s.opcode(pick(random, 46, 46, 46, 64, 63, 0)).cmdOp(pick(random, 0x10, 0x11, 0x12, 0x13, 0x77))
                        .file(pick(random, LAB, LAB, TEXT, SOCKET, 0)).sqeFlags(pick(random, 0, 0, 0x80, 0x20))
                        .setupFlags(kind == 0 ? 0 : kind == 1 ? SQE128 : IOPOLL).ring(ring).left(pick(random, 0, 2));
                if (random.nextInt(9) == 0) {
                    s.sqe128();
                }
                s.fill(sqe -> {
                    sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, Sqe.IOPRIO, (short) pick(random, 0, 0, 3));
                    sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.PAD1, pick(random, 0, 0, 4));
                    sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.URING_CMD_FLAGS, pick(random, 0, 0, 1, 2, 3, 8));
                    sqe.set(ValueLayout.JAVA_SHORT_UNALIGNED, Sqe.PERSONALITY, (short) pick(random, 0, 0, 5));
                    if (sqe.byteSize() == Sqe.SIZE_128) {
                        sqe.set(ValueLayout.JAVA_LONG_UNALIGNED, Sqe.SIZE, pick(random, 0, 46) | 5L << 32);
                    }
                });
            };
            int result = pick(random, 0, 0, 5, -5, -9, -11, -22, -95, -512, -529);
            switch (pick(random, 0, 0, 0, 1, 2, 3)) {
                case 0 -> events.submit(mark, mark, any).complete(ring, mark, mark, result, 0);
                case 1 -> events.submit(mark, mark, any.andThen(s -> s.error(pick(random, -22, -9))));
                case 2 -> events.submit(mark, mark, any).overflow(mark, result, 0);
                default -> events.submit(mark, mark, any);
            }
        }
        events.ring(AGAIN, Head.RING_CREATED, 4, 0);
        for (int i = 1; i <= 40; i++) {
            int mark = i == 35 ? 3 : i;
            int taken = i;
            events.submit(mark, mark, s -> s.ring(AGAIN).opcode(0).taken(taken)).complete(AGAIN, mark, mark, 0, 0);
        }
        correlator.finish();
        assertThat(asked.keySet()).as("each found something").containsExactlyElementsOf(
                TrafficInspections.ALL.stream().map(TrafficInspection::id).sorted().toList());
    }

    private static int pick(Random random, int... numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    @Test
    void aRemarkSilencesWhatTrafficShowsOnItsLine() {
        Consumer<EventBuilder> reserved = lab(0, u32(52, 7).andThen(s -> {}));
        assertThat(findings(reserved)).singleElement().asString().startsWith("D08 ");
        String member = "__u64 addr; };";
        assertThat(silent(member, member + " // ringspect: ignore D08", reserved)).isEmpty();
        assertThat(silent(member, member + " // ringspect: ignore D06, D08", reserved)).isEmpty();
        assertThat(silent("rsvd == 0; }", "rsvd == 0; } // ringspect: ignore D08", reserved)).as("the rule's")
                .isEmpty();
        assertThat(silent(member, member + " // ringspect: ignore D06", reserved)).hasSize(1);
        assertThat(silent("protocol lab;", "// ringspect: ignore-file D08\nprotocol lab;", reserved)).isEmpty();
        Consumer<EventBuilder> many = lab(0, u32(48, 2000));
        assertThat(findings(many)).singleElement().asString().startsWith("check ");
        String check = "\"there are 1,000 units\";";
        assertThat(silent(check, check + " // ringspect: ignore check", many)).isEmpty();
        Consumer<EventBuilder> ioprio = lab(0, u16(Sqe.IOPRIO, 3));
        assertThat(silent("command READ", "// ringspect: ignore D02\ncommand READ", ioprio)).isEmpty();
        assertThat(silent("command WAIT", "// ringspect: ignore D02\ncommand WAIT", ioprio)).hasSize(1);
    }

    /** What is found where the protocol says {@code now} in place of {@code before}: each id once. */
    private static List<String> silent(String before, String now, Consumer<EventBuilder> traffic) {
        assertThat(PROTOCOL).contains(before);
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///lab.uring", PROTOCOL.replace(before, now)));
        assertThat(Inspections.of(model)).extracting(Finding::id).as("only traffic decides").doesNotContain("U01",
                "U02");
        List<String> found = new ArrayList<>();
        findings(ProtocolSet.of(List.of(model)), traffic).forEach(text -> found.add(text.split(" ", 2)[0]));
        return found;
    }

    @Test
    void goodCommandShowsNothing() {
        assertThat(findings(lab(0, s -> {}))).isEmpty();
    }

    @Test
    void d01PadNonzero() {
        assertThat(findings(lab(-22, u32(Sqe.PAD1, 5).andThen(s -> s.error(-22))))).contains(
                "D01 error 1..1 x1 @READ READ on lab0: SQE bytes 12 to 15 (__pad1) are 0x5; they must be 0, "
                        + "the kernel answers -EINVAL");
        assertThat(findings(lab(0, u32(Sqe.PAD1, 5).andThen(s -> s.opcode(0))))).isEmpty();
    }

    @Test
    void d02IoprioNonzero() {
        assertThat(findings(lab(-22, u16(Sqe.IOPRIO, 3).andThen(s -> s.error(-22))))).contains(
                "D02 error 1..1 x1 @READ READ on lab0: sqe->ioprio is 3; a uring_cmd takes no priority, "
                        + "the kernel answers -EINVAL");
        assertThat(findings(lab(0, u16(Sqe.IOPRIO, 3).andThen(s -> s.opcode(22))))).isEmpty();
    }

    @Test
    void d03BadCommandFlags() {
        assertThat(findings(lab(-22, u32(Sqe.URING_CMD_FLAGS, 4).andThen(s -> s.error(-22))))).anyMatch(f -> f
                .startsWith("D03 error") && f.contains("uring_cmd_flags is 0x4, the kernel knows only FIXED (1)"));
        assertThat(findings(lab(-22, u32(Sqe.URING_CMD_FLAGS, 3).andThen(s -> s.error(-22)))))
                .anyMatch(f -> f.contains("both FIXED and MULTISHOT"));
        assertThat(findings(lab(-22, u32(Sqe.URING_CMD_FLAGS, 2).andThen(s -> s.error(-22)))))
                .anyMatch(f -> f.contains("needs IOSQE_BUFFER_SELECT"));
        assertThat(findings(lab(-22, s -> s.sqeFlags(0x20).error(-22))))
                .anyMatch(f -> f.contains("takes only with MULTISHOT"));
        assertThat(findings(lab(0, u32(Sqe.URING_CMD_FLAGS, 1)))).isEmpty();
    }

    @Test
    void d04BadSqeFlags() {
        assertThat(findings(lab(-22, s -> s.sqeFlags(0x80).error(-22))))
                .contains("D04 error 1..1 x1 @READ READ on lab0: sqe->flags is 0x80; bit 7 is no flag, "
                        + "the kernel answers -EINVAL");
        assertThat(findings(lab(0, s -> s.sqeFlags(0x10)))).isEmpty();
    }

    @Test
    void d05WrongRing() {
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.cmdOp(0x10).file(LAB)).complete(0x10, 1, 0)))
                .containsExactly("D05 error 1..1 x1 @READ READ on lab0 needs a ring set up with sqe128; "
                        + "this one has none of them (64-byte SQEs, 16-byte CQEs)");
        assertThat(findings(lab(0, s -> s.setupFlags(SQE128)))).isEmpty();
    }

    @Test
    void d06UnknownCommand() {
        assertThat(findings(lab(-16, s -> s.cmdOp(0xC0484E90))))
                .contains("D06 warning 1..1 x1 @lab cmd_op 0xc0484e90 on lab0: protocol lab declares no command with"
                        + " that number, that is _IOWR('N', 0x90, 72 bytes)");
        assertThat(findings(lab(0, s -> s.cmdOp(0x11)))).isEmpty();
    }

    @Test
    void d08ReservedNonzeroIsCounted() {
        Consumer<EventBuilder> once = lab(0, u32(Sqe.CMD + 4, 0x77));
        assertThat(findings(lab(0, s -> {}).andThen(once).andThen(once).andThen(lab(0, s -> {})))).containsExactly(
                "D08 error 2..3 x2 @rsvd rsvd must be 0, and was 0x77");
        assertThat(findings(lab(0, u32(Sqe.CMD, 0x77)))).isEmpty();
    }

    @Test
    void authorsChecksAreCounted() {
        assertThat(findings(lab(0, u32(Sqe.CMD, 1000)).andThen(lab(0, u32(Sqe.CMD, 7)))))
                .containsExactly("check warning 1..1 x1 @unit there are 1,000 units");
    }

    @Test
    void d25NeverCompleted() {
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.sqe128().cmdOp(0x10).file(LAB)))).singleElement().asString()
                .startsWith("D25 info 1..1 x1 @READ READ on lab0 had no completion when the session ended");
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.sqe128().cmdOp(0x11).file(LAB)))).isEmpty();
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.opcode(22)))).isEmpty();
    }

    @Test
    void d33CqOverflow() {
        assertThat(findings(e -> e.ring(EventBuilder.RING, Head.RING_CREATED, 3, SQE128)
                .submit(0x10, 1, s -> s.opcode(0)).overflow(1, 0, 0)))
                .containsExactly("D33 warning 1..1 x1 @- ring 1: the completion queue of 64 entries was full; the CQE"
                        + " waits in the kernel until the application reaps faster or asks for more entries");
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.opcode(0)).complete(0x10, 1, 0))).isEmpty();
    }

    @Test
    void d35ErrnoExplained() {
        assertThat(findings(lab(-5, s -> {}))).containsExactly(
                "D35 info 1..1 x1 @EIO READ on lab0 answered -EIO: the unit did not spin up");
        assertThat(findings(lab(-19, s -> {}))).containsExactly(
                "D35 info 1..1 x1 @READ READ on lab0 answered -ENODEV, which its protocol does not list: "
                        + "the device is gone, or there is none of that id");
        assertThat(findings(e -> e.submit(0x10, 1, s -> s.opcode(22)).complete(0x10, 1, -5))).isEmpty();
    }

    @Test
    void d35LeavesAnErrnoToTheBrokenCheckThatNamesIt() {
        assertThat(findings(seek(500, -22))).containsExactly("check error 1..1 x1 @unit units end at 499 (-EINVAL)");
        assertThat(findings(seek(500, -5))).hasSize(2).anyMatch(f -> f.startsWith("D35") && f.contains("-EIO"));
        assertThat(findings(seek(499, -22))).containsExactly(
                "D35 info 1..1 x1 @EINVAL SEEK on lab0 answered -EINVAL: there is no such unit");
        assertThat(findings(lab(-22, u32(Sqe.CMD, 500).andThen(s -> s.cmdOp(0x12).error(-22)))))
                .as("the core refused it before the driver could look").anyMatch(f -> f.startsWith("D35"));
    }

    private static Consumer<EventBuilder> seek(int unit, int res) {
        return lab(res, u32(Sqe.CMD, unit).andThen(s -> s.cmdOp(0x12)));
    }

    @Test
    void d36InternalErrno() {
        assertThat(findings(lab(-524, s -> {}))).containsExactly(
                "D36 error 1..1 x1 @READ READ on lab0 answered -524, the kernel's internal ENOTSUPP (the operation is"
                        + " not supported); it leaked out of the driver, no C library knows it");
        assertThat(findings(lab(-133, s -> {}))).noneMatch(f -> f.startsWith("D36"));
    }

    @Test
    void d37EagainResult() {
        assertThat(findings(lab(-11, s -> {}))).singleElement().asString().startsWith("D37 warning 1..1 x1 @READ");
        assertThat(findings(lab(11, s -> {}))).isEmpty();
    }

    @Test
    void d43BadFd() {
        assertThat(findings(lab(-9, s -> s.file(0)))).containsExactly(
                "D43 error 1..1 x1 @- URING_CMD answered -EBADF: descriptor 5 is not open in the process");
        assertThat(findings(lab(-9, s -> s.file(0).sqeFlags(1)))).containsExactly(
                "D43 error 1..1 x1 @- URING_CMD answered -EBADF: slot 5 of the ring's registered files is empty");
        assertThat(findings(lab(-9, s -> {}))).noneMatch(f -> f.startsWith("D43"));
        assertThat(findings(lab(-9, s -> s.file(0).opcode(20)))).as("FILES_UPDATE has its descriptors elsewhere")
                .isEmpty();
    }

    @Test
    void d44NoHandler() {
        assertThat(findings(lab(-95, s -> s.file(TEXT)))).containsExactly(
                "D44 error 1..1 x1 @- cmd_op 0x10 on notes.txt answered -EOPNOTSUPP: the file operations of a regular"
                        + " file on ext4 have no uring_cmd handler");
        assertThat(findings(lab(-95, s -> s.file(SOCKET)))).noneMatch(f -> f.startsWith("D44"));
    }

    @Test
    void d50WideOpcodeOnOldKernel() {
        assertThat(findings(lab(-22, s -> s.opcode(64).error(-22)))).contains(
                "D50 error 1..1 x1 @READ URING_CMD128 is an opcode of Linux 6.19; Linux 6.18 answers -EINVAL");
        assertThat(findings(lab(0, s -> s.opcode(64)))).isEmpty();
    }

    @Test
    void d53UnknownPersonality() {
        assertThat(findings(lab(-22, u16(Sqe.PERSONALITY, 9).andThen(s -> s.error(-22))))).anyMatch(f -> f.startsWith(
                "D53 error 1..1 x1 @READ READ on lab0: personality 9 is no id that IORING_REGISTER_PERSONALITY gave"));
        assertThat(findings(lab(0, u16(Sqe.PERSONALITY, 9)))).isEmpty();
    }

    @Test
    void refusedSqeIsExplainedByTheCoreNotByTheProtocol() {
        assertThat(findings(lab(-22, u16(Sqe.IOPRIO, 3).andThen(s -> s.error(-22)))))
                .singleElement().asString().startsWith("D02 ");
        assertThat(findings(lab(-22, s -> s.cmdOp(0x12).error(-22))))
                .containsExactly("D35 info 1..1 x1 @SEEK SEEK on lab0"
                        + " answered -EINVAL: the core found a field of the SQE that it does not allow, or an opcode that this kernel"
                        + " lacks");
    }

    @Test
    void everyInspectionHasItsPage() {
        Path pages = Path.of(System.getProperty("ringspect.root", "..")).resolve("docs/inspections");
        assertThat(TrafficInspections.ALL).extracting(TrafficInspection::id).isSorted().doesNotHaveDuplicates();
        for (TrafficInspection inspection : TrafficInspections.ALL) {
            Path page = pages.resolve(inspection.id() + ".md");
            assertThat(page).exists();
            assertThat(read(page)).startsWith("# " + inspection.id() + " " + inspection.name() + "\n");
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
