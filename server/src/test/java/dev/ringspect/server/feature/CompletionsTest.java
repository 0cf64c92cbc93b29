package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.server.feature.completion.Completions;
import dev.ringspect.server.feature.completion.Suggestion;
import dev.ringspect.server.feature.completion.Suggestions;
import dev.ringspect.server.state.Cancel;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Surroundings;
import dev.ringspect.server.state.Texts;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.Test;

/** What can be typed at the cursor, mostly in texts that are broken because something is being typed. */
class CompletionsTest {
    private static final String DEMO = """
            protocol demo;
            on device "/dev/demo";
            #define LIMIT 4096
            enum op : __u8 { READ = 1, WRITE };
            typedef __u32 handle;
            struct head { __u16 tag; };
            union both { __u32 a; };
            struct io { __u8 op; __u8 pad[3]; __u32 len; struct head head; union { __u64 addr; }; };
            refine struct io { op : enum op; pad bits { 0 fast; } value twice = len * 2; }
            """;

    @Test
    void atTheTopDeclarationsBegin() {
        labels("$0").contains("protocol", "on", "needs", "command", "refine", "struct", "union", "enum", "typedef",
                "match", "import").doesNotContain("payload", "__u32");
        labels(DEMO + "com$0").contains("command");
    }

    @Test
    void aRemarkNamesInspections() {
        labels("protocol demo; // ringspect: $0").containsExactly("ignore", "ignore-file");
        labels("protocol demo; // ringspect: ignore $0").contains("L04", "U05", "D08", "check")
                .doesNotContain("U01", "U02", "language");
        labels("protocol demo; // ringspect: ignore-file L04, D$0").contains("D08");
        labels("protocol demo; /* ringspect: ignore D$0 */").contains("D08");
        labels("protocol demo; // ringspect is $0").isEmpty();
    }

    @Test
    void typesInAStruct() {
        labels("typedef __u32 handle; struct io { __u8 op; $0 };").contains("__u32", "handle", "struct", "enum")
                .doesNotContain("protocol");
        labels(DEMO + "struct other { struct $0 };").containsExactlyInAnyOrder("head", "io", "other");
        labels(DEMO + "struct other { union $0 };").containsExactly("both");
        labels(DEMO + "struct other { enum $0 };").containsExactly("op");
        labels(DEMO + "struct other { __u8 pad[$0 };").containsExactlyInAnyOrder("LIMIT", "READ", "WRITE");
        labels(DEMO + "struct other { __u8 na$0 };").isEmpty();
    }

    @Test
    void theKindsOfFilesAndTheirNames() {
        labels("protocol demo;\non $0").containsExactlyInAnyOrder("device", "socket", "block", "file",
                "filesystem", "simulated");
        labels("protocol demo;\non filesystem \"b$0").contains("btrfs");
        labels("protocol demo;\non device \"/dev/n$0\";").contains("/dev/null");
        labels("protocol demo;\nneeds sqe128, cqe32 | $0").containsExactlyInAnyOrder("sqe128", "sqe_mixed", "cqe32",
                "cqe_mixed", "iopoll");
    }

    @Test
    void theNumberOfACommand() {
        labels(DEMO + "command IO = $0").contains("LIMIT", "READ", "_IOWR").doesNotContain("since");
        labels(DEMO + "command IO = _IOWR('d', 1, $0").contains("struct io", "struct head", "__u32");
        labels(DEMO + "command IO = READ $0").containsExactly("since");
        labels(DEMO + "command IO = READ | $0").contains("WRITE");
    }

    @Test
    void theFilesThatCanBeImported(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("inc/more"));
        for (String name : List.of("own.h", "old.h++", "own.cpp", "own.rs", "own.o", "own.txt", "inc/deep.h",
                ".hidden.h")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertThat(imports(folder, "import \"")).contains("0 own.h", "0 old.h++", "0 inc/")
                .contains("2 linux/", "2 stdint.h")
                .doesNotContain("0 own.rs", "0 own.cpp", "0 own.txt", "0 .hidden.h");
        assertThat(imports(folder, "import \"inc/d")).containsExactlyInAnyOrder("0 inc/deep.h", "0 inc/more/");
        assertThat(imports(folder, "import \"inc/more/../")).contains("0 inc/more/../deep.h");
        assertThat(imports(folder, "import \"linux/io_uring")).contains("2 linux/io_uring.h");
        assertThat(imports(folder, "import rust \"")).containsExactlyInAnyOrder("0 own.rs", "0 inc/");
        assertThat(imports(folder, "import btf \"")).contains("0 own.o", "1 vmlinux").doesNotContain("0 own.h");
        assertThat(imports(folder, "import btf \"no\\0where/")).isEmpty();
    }

    /** Rank and label of what can be typed at the end of {@code text}, which lies in {@code folder}. */
    private static List<String> imports(Path folder, String text) {
        String uri = folder.resolve("p.uring").toUri().toString();
        Snapshot at = Snapshot.EMPTY.withTexts(Texts.NONE.in(Surroundings.ofSystem(List.of()))
                .with(new Document("uring", 1, SourceText.of(uri, text))));
        return Completions.of(at, uri, text.length(), new Cancel()).all().stream()
                .map(one -> one.rank() + " " + one.label()).toList();
    }

    @Test
    void theNumbersThatAFileAndItsHeadersMakeComeFirst() {
        List<Suggestion> found = suggestions("""
                protocol p;
                import "h.h";
                #define OWN 7
                command C = $0
                //- h.h
                #include "deep.h"
                #define SEND _IOW('d', 1, int)
                #define STOP _IO('d', 2)
                #define LIMIT 4096
                #define HUGE 0x100000000
                //- deep.h
                #define DEEP _IOW('d', 3, int)
                """).all();
        assertThat(found).filteredOn(one -> one.rank() == 0).extracting(Suggestion::label)
                .containsExactlyInAnyOrder("SEND", "STOP");
        assertThat(found).filteredOn(one -> one.rank() == 1).extracting(Suggestion::label)
                .containsExactlyInAnyOrder("OWN", "LIMIT");
        assertThat(found).filteredOn(one -> one.rank() > 2).extracting(Suggestion::label).contains("DEEP", "HUGE")
                .doesNotContain("SEND");
    }

    @Test
    void thePartsOfACommand() {
        labels(DEMO + "command IO = 1 { $0 }").containsExactlyInAnyOrder("payload", "sqe", "cqe", "errors", "check",
                "on", "needs", "match", "pending", "pdu", "variant");
        labels(DEMO + "command IO = 1 { payload $0").containsExactlyInAnyOrder("struct", "union");
        labels(DEMO + "command IO = 1 { payload struct $0").containsExactlyInAnyOrder("io", "head");
        labels(DEMO + "command IO = 1 { errors { E$0").contains("EINVAL", "EACCES", "EOPNOTSUPP");
        labels(DEMO + "command IO = 1 { sqe { $0").contains("optname", "len", "user_data").doesNotContain("res");
        labels(DEMO + "command IO = 1 { cqe { $0").containsExactlyInAnyOrder("res", "flags", "big0", "big1");
        labels(DEMO + "command IO = 1 { sqe { len $0").containsExactlyInAnyOrder("as", "in", "bits");
        labels(DEMO + "command IO = 1 { sqe { len : enum $0").containsExactly("op");
    }

    @Test
    void namesInACheckAreThoseOfThePayloadAndOfTheCommand() {
        String command = DEMO + "command IO = 1 { sqe { optlen as length; level; } check $0; payload struct io; }";
        labels(command)
                .contains("op", "len", "addr", "head", "twice", "fast", "length", "level", "LIMIT", "READ", "sqe",
                        "cqe", "EINVAL")
                .doesNotContain("tag", "a", "optlen", "io");
        labels(command.replace("check $0", "check head.$0")).containsExactly("tag");
        labels(DEMO + "command IO = 1 { cqe { res bits { 0..7 status; 14 dnr; } big0 as second; } check $0; }")
                .contains("status", "dnr", "second").doesNotContain("big0");
        labels(command.replace("check $0", "check sqe.$0")).contains("optname", "cmd_op").doesNotContain("op");
        labels(command.replace("check $0", "check cqe.re$0")).contains("res");
        labels(command.replace("check $0", "check len < 2 $0")).containsExactlyInAnyOrder("error", "warning", "info");
        labels(command.replace("check $0", "check (len < 2 $0")).isEmpty();
    }

    @Test
    void constantsOfTheComparedEnumComeFirst() {
        List<Suggestion> found = suggestions(DEMO + "command IO = 1 { payload struct io; check op == $0; }").all();
        assertThat(found).filteredOn(one -> one.rank() == 0).extracting(Suggestion::label)
                .containsExactlyInAnyOrder("READ", "WRITE");
    }

    @Test
    void theConstantsOfAnEnumOfFlagsComeFirstBehindAnAnd() {
        String text = """
                #define OTHER 4
                enum f : __u8 { A = 1, B };
                struct in { __u8 f; };
                struct io { struct in in; };
                refine struct in { f : flags enum f; }
                protocol p;
                on socket;
                command IO = 1 { payload struct io; check in.f & (A | $0); }
                """;
        assertThat(first(text)).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void whatTheKernelCallsTheNumbersOfAWordComesFirst() {
        String check = DEMO + "command IO = 1 { payload struct io; sqe { uring_cmd_flags as how; } check $0; }";
        assertThat(first(check.replace("$0", "sqe.opcode == $0"))).contains("IORING_OP_URING_CMD", "IORING_OP_NOP")
                .allMatch(name -> name.startsWith("IORING_OP_"));
        assertThat(first(check.replace("$0", "len == 2 && sqe.flags & (IOSQE_ASYNC | $0")))
                .contains("IOSQE_IO_LINK").allMatch(name -> name.startsWith("IOSQE_"));
        assertThat(first(check.replace("$0", "(cqe.flags & IORING_CQE_F_M$0) == 0"))).contains("IORING_CQE_F_MORE")
                .allMatch(name -> name.startsWith("IORING_CQE_F_"));
        assertThat(first(check.replace("$0", "ring.flags & $0"))).contains("IORING_SETUP_IOPOLL");
        assertThat(first(check.replace("$0", "how & $0"))).contains("IORING_URING_CMD_FIXED");
        assertThat(first(check.replace("$0", "cqe.res == -$0"))).contains("EINVAL").doesNotContain("IOSQE_ASYNC");
        assertThat(first(DEMO + "command IO = 1 { sqe { flags == $0")).contains("IOSQE_ASYNC");
        assertThat(first(DEMO + "command IO = 1 { cqe { res == $0")).contains("EINVAL", "LIMIT");
        labels(check).contains("IORING_OP_URING_CMD", "IOSQE_ASYNC", "IORING_CQE_F_MORE", "IORING_SETUP_SQE128",
                "EINVAL");
        labels(DEMO + "command IO = 1 { payload struct io; check len == $0").contains("IOSQE_ASYNC");
    }

    @Test
    void theKernelsNamesSayWhatTheyMeanAndSinceWhen() {
        assertThat(suggestions(DEMO + "command IO = 1 { check sqe.opcode == $0").all())
                .filteredOn(one -> one.label().equals("IORING_OP_URING_CMD")).singleElement().satisfies(opcode -> {
                    assertThat(opcode.detail()).isEqualTo("46");
                    assertThat(opcode.help()).contains("since Linux 5.19", "given to its driver");
                });
        assertThat(suggestions(DEMO + "command IO = 1 { check cqe.flags & $0").all())
                .filteredOn(one -> one.rank() == 0)
                .allSatisfy(flag -> assertThat(flag.help()).as(flag.label()).contains("since Linux", "\n\n"));
        String declared = "#define IOSQE_ASYNC 16\nprotocol p;\non socket;\ncommand C = 1 { check sqe.flags & $0";
        assertThat(suggestions(declared).all()).filteredOn(one -> one.label().equals("IOSQE_ASYNC")).singleElement()
                .satisfies(flag -> assertThat(flag.help()).contains("`0x10`", "goes to a worker"));
    }

    @Test
    void theNamesThatAreOfferedAreNamesThatHold() {
        MarkedText text = MarkedText.of(DEMO + """
                command IO = 1 {
                    payload struct io;
                    check sqe.opcode != IORING_OP_NOP && !(sqe.flags & IOSQE_IO_DRAIN);
                    check ring.flags & IORING_SETUP_SQE128 || cqe.flags & IORING_CQE_F_MORE || len == 0;
                    check sqe.uring_cmd_flags & IORING_URING_CMD_FIXED || cqe.res != -EINVAL;
                }
                send "x" IO to "/dev/demo" { sqe.flags = IOSQE_ASYNC };
                """);
        assertThat(text.snapshot().texts().protocolFile(text.uri()).orElseThrow().model().problems())
                .noneMatch(problem -> problem.message().startsWith("nothing is called"));
    }

    private static final String SEND = DEMO + "command IO = 1 { sqe { optlen as length; } payload struct io; }\n"
            + "command EMPTY = 2;\ncommand REST = *;\n";

    @Test
    void aSendIsWrittenWordByWord() {
        labels(SEND + "s$0").contains("send");
        labels(SEND + "send \"x\" $0").containsExactlyInAnyOrder("IO", "EMPTY");
        labels(SEND + "send \"x\" IO $0").containsExactly("to");
        labels(SEND + "send \"x\" IO to \"/dev/n$0").contains("/dev/null");
        labels(SEND + "send \"x\" IO to \"/dev/demo\" $0").containsExactlyInAnyOrder("expect", "within");
        labels(SEND + "send \"x\" IO to \"/dev/demo\" { len = 1 } $0").containsExactlyInAnyOrder("expect", "within");
        labels(SEND + "send \"x\" IO to \"/dev/demo\" { len = 1 } expect cqe.res == 0 $0").containsExactly("within");
        labels(SEND + "send \"x\" IO to \"/dev/demo\" { len = 1 } expect cqe.res == 0 within 2s $0").isEmpty();
        labels(SEND + "send \"x\" IO to \"/dev/demo\" { len = 1 } expect cqe.res == 0;\n$0").contains("command")
                .doesNotContain("expect");
    }

    @Test
    void theFieldsOfASend() {
        String send = SEND + "send \"x\" IO to \"/dev/demo\" { ";
        labels(send + "$0").contains("op", "len", "addr", "head", "fast", "length", "sqe")
                .doesNotContain("twice", "LIMIT", "cqe", "tag");
        labels(send + "len = 1, $0 } expect cqe.res == 0;").contains("op", "addr");
        labels(send + "head.$0").containsExactly("tag");
        labels(send + "sqe.$0").contains("user_data", "flags").doesNotContain("op");
        labels(send + "len $0").isEmpty();
        assertThat(first(send + "op = $0")).containsExactlyInAnyOrder("READ", "WRITE");
        assertThat(first(send + "len = LIMIT, sqe.flags = IOSQE_ASYNC | $0")).contains("IOSQE_IO_LINK");
        labels(send + "len = $0").contains("LIMIT", "sizeof").doesNotContain("buffer", "text", "len", "EINVAL");
        labels(send + "addr = $0").contains("buffer", "text");
        labels(send + "sqe.addr = $0").contains("buffer");
        labels(send + "sqe.len = $0").doesNotContain("buffer");
        labels(send + "pad = $0").contains("text").doesNotContain("buffer");
        labels(send + "addr = buffer($0").contains("LIMIT").doesNotContain("buffer", "text");
    }

    @Test
    void whatASendExpectsIsSaidInTheNamesOfItsCommand() {
        String send = SEND + "send \"x\" IO to \"/dev/demo\" { len = 1 } expect ";
        labels(send + "$0").contains("len", "twice", "length", "cqe", "LIMIT", "EINVAL").doesNotContain("tag");
        labels(send + "cqe.$0").contains("res");
        labels(send + "head.$0").containsExactly("tag");
        assertThat(first(send + "cqe.res == -$0")).contains("EIO");
        labels(SEND + "send \"x\" EMPTY to \"/dev/demo\" expect $0").contains("cqe").doesNotContain("len", "length");
    }

    @Test
    void theRulesOfARefine() {
        labels(DEMO + "refine struct $0").containsExactlyInAnyOrder("io", "head");
        labels(DEMO + "refine struct io { $0").contains("op", "len", "head", "value", "variant")
                .doesNotContain("LIMIT");
        labels(DEMO + "refine struct io { head.$0").containsExactly("tag");
        labels(DEMO + "refine struct io { op $0").containsExactlyInAnyOrder("in", "bits");
        labels(DEMO + "refine struct io { op : $0").contains("enum", "flags", "pointer", "errno", "text", "time",
                "be32");
        labels(DEMO + "refine struct io { op : enum $0").containsExactly("op");
        labels(DEMO + "refine struct io { op : flags enum $0").containsExactly("op");
        labels(DEMO + "refine struct io { addr : pointer to $0").contains("__u8", "struct", "handle");
        labels(DEMO + "refine struct io { addr : pointer to __u8[$0").contains("len", "LIMIT");
        labels(DEMO + "refine struct io { len : time $0").containsExactlyInAnyOrder("ns", "us", "ms", "s");
        labels(DEMO + "refine struct io { len == $0").containsExactlyInAnyOrder("LIMIT", "READ", "WRITE");
        labels(DEMO + "refine struct io { len in 0 .. $0").containsExactlyInAnyOrder("LIMIT", "READ", "WRITE");
        labels(DEMO + "refine struct io { len in 0 .. 7 $0").containsExactlyInAnyOrder("error", "warning", "info");
        labels(DEMO + "refine struct io { value more = len + $0").contains("addr", "LIMIT");
        labels(DEMO + "refine struct io { len bits { 0..3 kind : $0").contains("enum", "errno");
    }

    @Test
    void theCasesOfAVariant() {
        String refine = DEMO + "refine struct io { op : enum op; ";
        labels(refine + "variant $0").containsExactly("on");
        labels(refine + "variant on $0").contains("op", "len").doesNotContain("LIMIT");
        labels(refine + "variant on op { $0").containsExactlyInAnyOrder("READ", "WRITE", "default");
        labels(refine + "variant on len : enum op { $0").containsExactlyInAnyOrder("READ", "WRITE", "default");
        labels(refine + "variant on op { READ: $0").contains("addr", "none").doesNotContain("READ");
        labels(refine + "variant on op { READ: { $0").contains("len", "value");
        labels(refine + "variant on op { READ: { struct $0").containsExactlyInAnyOrder("head", "io");
        labels(refine + "variant on op { READ: { struct head over $0").contains("pad");
        labels(DEMO + "command IO = 1 { payload struct io; variant on op { $0").contains("READ");
        labels(DEMO + "command IO = 1 { payload struct io { l$0").contains("len");
    }

    @Test
    void wordsOfTheRingAndOfTheDriver() {
        labels(DEMO + "command IO = 1 { pdu struct head; check ring.$0").contains("sq_entries", "sqe128");
        labels(DEMO + "command IO = 1 { pdu struct head; check pdu.$0").containsExactly("tag");
        labels(DEMO + "command IO = 1 { pdu struct head; check $0").contains("pdu", "ring");
    }

    @Test
    void nothingInCommentsAndInNewNames() {
        labels("protocol demo; // on $0").isEmpty();
        labels("/* $0 */").isEmpty();
        labels("protocol $0").isEmpty();
        labels(DEMO + "command $0").isEmpty();
    }

    @Test
    void aBlockThatWasNeverClosedDoesNotSwallowTheNextOne() {
        labels("struct io { __u32 len;\nrefine struct io { $0").contains("len");
        labels("command A = 1 { check (\ncommand B = 1 { $0").contains("payload").doesNotContain("EINVAL");
    }

    @Test
    void whatIsTypedIsReplacedUpToTheCursor() {
        MarkedText text = MarkedText.of("protocol demo;\non device \"/dev/nu$0ll\";");
        Suggestions inString = Completions.of(text.snapshot(), text.uri(), text.offset(), new Cancel());
        assertThat(text.text(text.uri()).slice(inString.replaced())).isEqualTo("/dev/nu");
        MarkedText word = MarkedText.of("prot$0ocol");
        assertThat(word.text(word.uri())
                .slice(Completions.of(word.snapshot(), word.uri(), word.offset(), new Cancel()).replaced()))
                .isEqualTo("prot");
    }

    @Test
    void whatTheyMeanIsSaid() {
        assertThat(suggestions(DEMO + "command IO = 1 { errors { $0").all())
                .filteredOn(one -> one.label().equals("EINVAL")).singleElement().satisfies(errno -> {
                    assertThat(errno.detail()).isEqualTo("22");
                    assertThat(errno.help()).isEqualTo("an argument is invalid");
                });
        assertThat(suggestions("$0").all()).allSatisfy(one -> assertThat(one.help()).as(one.label()).isNotBlank());
        assertThat(suggestions(DEMO + "command IO = 1 { check sqe.$0").all())
                .filteredOn(one -> one.label().equals("optlen")).singleElement()
                .satisfies(word -> assertThat(word.help()).isEqualTo("bytes 44 to 47 of the SQE"));
    }

    @Test
    void everyPlaceOfTheProtocolsThatComeWithRingspectHasAnAnswer() {
        for (String name : List.of("nvme", "ublk", "socket")) {
            MarkedText text = MarkedText.of(BuiltinText.of(name));
            var snapshot = text.snapshot();
            int length = text.text(text.uri()).length();
            for (int offset = 0; offset <= length; offset += 7) {
                assertThat(Completions.of(snapshot, text.uri(), offset, new Cancel()).replaced().end())
                        .isLessThanOrEqualTo(length);
            }
        }
    }

    private static AbstractListAssert<?, List<? extends String>, String, ObjectAssert<String>> labels(String marked) {
        return assertThat(suggestions(marked).all()).extracting(Suggestion::label).as(marked);
    }

    /** What comes first in the list. */
    private static List<String> first(String marked) {
        return suggestions(marked).all().stream().filter(one -> one.rank() == 0).map(Suggestion::label).toList();
    }

    private static Suggestions suggestions(String marked) {
        MarkedText text = MarkedText.of(marked);
        return Completions.of(text.snapshot(), text.uri(), text.offset(), new Cancel());
    }
}
