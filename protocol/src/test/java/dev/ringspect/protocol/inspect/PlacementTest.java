package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

class PlacementTest {
    private static final CommandName PUT = new CommandName("box", "PUT");
    private static final String TEXT = """
            protocol box;
            on device "/dev/box";
            struct lid { __u8 kind; __u8 rest; };
            struct put { __u16 size; struct lid lids[2]; __u8 pad; };
            refine struct put { size : dec; pad == 0; lids.rest == 0; }
            command PUT = 1 {
                payload struct put;
                sqe { buf_index as slot in 0 .. 9; }
                errors { ENOSPC "the box is full"; }
                check size < 100 "too large";
                check size != 7 "unlucky";
            }
            """;

    private static Finding finding(Subject subject) {
        String id = subject instanceof Subject.OfCheck ? "check" : "D08";
        return new Finding(id, Severity.WARNING, "found", subject);
    }

    /** The text at the finding's place and at those beside it, up to the end of the line: {@code pad; | pad == 0;}. */
    private static String placed(String text, Subject subject) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///box.uring", text));
        Placement placement = new Placement(List.of(model), new Silence(_ -> Optional.of(model.source())));
        Optional<Finding> placed = placement.place(finding(subject));
        if (placed.isEmpty()) {
            return "silenced";
        }
        StringBuilder words = new StringBuilder(
                placed.get().where().map(where -> words(text, where)).orElse("nowhere"));
        placed.get().related().forEach(rule -> words.append(" | ").append(words(text, rule.where())));
        return words.toString();
    }

    private static String words(String text, Location where) {
        return text.substring(where.span().start(), where.span().end());
    }

    private static Subject check(int number, String text) {
        return new Subject.OfCheck(PUT, number, text);
    }

    private static Subject field(String path) {
        return new Subject.OfField(new FieldPath("box", "PUT", path));
    }

    @Test
    void eachSubjectStandsWhereItIsDeclared() {
        assertThat(placed(TEXT, new Subject.OfProtocol("box"))).isEqualTo("box");
        assertThat(placed(TEXT, new Subject.OfCommand(PUT))).isEqualTo("PUT");
        assertThat(placed(TEXT, check(1, "unlucky"))).isEqualTo("size != 7");
        assertThat(placed(TEXT, new Subject.OfErrno(PUT, 28))).isEqualTo("ENOSPC");
        assertThat(placed(TEXT, field("pad"))).isEqualTo("pad | pad == 0");
        assertThat(placed(TEXT, field("lids[1].rest"))).isEqualTo("rest | lids.rest == 0");
        assertThat(placed(TEXT, field("size"))).as("what it means is no rule").isEqualTo("size");
        assertThat(placed(TEXT, field("sqe.buf_index"))).isEqualTo("buf_index");
    }

    @Test
    void whatNoFileDeclaresIsKept() {
        assertThat(placed(TEXT, new Subject.Undeclared())).isEqualTo("nowhere");
        assertThat(placed(TEXT, new Subject.OfProtocol("other"))).isEqualTo("nowhere");
        assertThat(placed(TEXT, new Subject.OfCommand(new CommandName("box", "TAKE")))).isEqualTo("nowhere");
    }

    @Test
    void aCheckIsFoundAfterOthersWereWrittenAboveIt() {
        String more = TEXT.replace("check size < 100", "check pad < 9 \"first\";\n    check size < 100");
        assertThat(placed(more, check(0, "too large"))).isEqualTo("size < 100");
        assertThat(placed(more, check(1, "unlucky"))).isEqualTo("size != 7");
        String same = TEXT.replace("\"unlucky\"", "\"too large\"");
        assertThat(placed(same, check(1, "too large"))).as("two with one text").isEqualTo("size != 7");
    }

    @Test
    void whatIsGoneFromACommandStandsOnItsName() {
        assertThat(placed(TEXT, check(2, "no more"))).isEqualTo("PUT");
        assertThat(placed(TEXT, new Subject.OfErrno(PUT, 5))).isEqualTo("PUT");
        assertThat(placed(TEXT, field("old"))).isEqualTo("PUT");
    }

    @Test
    void aRemarkSilencesWhatStandsOnItsLineAndNothingElse() {
        String one = TEXT.replace("\"too large\";", "\"too large\"; // ringspect: ignore check");
        assertThat(placed(one, check(0, "too large"))).isEqualTo("silenced");
        assertThat(placed(one, check(1, "unlucky"))).isEqualTo("size != 7");
        String rule = TEXT.replace("lids.rest == 0; }", "lids.rest == 0; } // ringspect: ignore D08");
        assertThat(placed(rule, field("lids[0].rest"))).isEqualTo("silenced");
        assertThat(placed(rule, field("sqe.buf_index"))).isEqualTo("buf_index");
        String command = TEXT.replace("command PUT", "// ringspect: ignore check\ncommand PUT");
        assertThat(placed(command, check(1, "unlucky"))).as("the declaration that follows").isEqualTo("silenced");
    }

    @Test
    void aMemberOfAHeaderStandsThere() {
        String header = "struct put { unsigned char pad; }; // ringspect: ignore D09\n";
        String text = """
                protocol box;
                on device "/dev/box";
                import "put.h";
                refine struct put { pad == 0; }
                command PUT = 1 { payload struct put; }
                """;
        Sources sources = Sources.of(SourceText.of("file:///put.h", header));
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///box.uring", text), Environment.bare(sources));
        assertThat(model.problems()).isEmpty();
        assertThat(model.abi()).isEqualTo(Abi.X86_64);
        Placement placement = new Placement(List.of(model),
                new Silence(_ -> Optional.of(SourceText.of("file:///put.h", header))));
        assertThat(placement.place(finding(field("pad"))).flatMap(Finding::where)).hasValueSatisfying(where -> {
            assertThat(where.source()).isEqualTo("file:///put.h");
            assertThat(words(header, where)).isEqualTo("pad");
        });
    }
}
