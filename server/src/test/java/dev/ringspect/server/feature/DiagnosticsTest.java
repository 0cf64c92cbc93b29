package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Configuration;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.TrafficFinding;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
    private static final String URI = "file:///w/demo.uring";
    private static final String DEMO = """
            protocol demo;
            on device "/dev/null";
            struct io { __u8 op; __u8 rsvd; };
            refine struct io { rsvd == 0; }
            command IO = 0xd1 { payload struct io; }
            """;

    private static final CommandName IO = new CommandName("demo", "IO");
    private static final Subject COMMAND = new Subject.OfCommand(IO);
    private static final Subject RSVD = new Subject.OfField(new FieldPath("demo", "IO", "rsvd"));

    @Test
    void aMistakeOfSyntaxIsAnErrorWithoutId() {
        List<Marker> markers = Diagnostics.of(snapshot("struct io { __u8 op }\n"), URI, new Cancel());
        assertThat(markers).isNotEmpty().allSatisfy(marker -> {
            assertThat(marker.severity()).isEqualTo(Severity.ERROR);
            assertThat(marker.id()).isEmpty();
        });
    }

    @Test
    void aNameThatNothingDeclaresHasItsIdOnce() {
        assertThat(Diagnostics.of(snapshot("struct io { _u8 op; };\n"), URI, new Cancel())).singleElement()
                .satisfies(marker -> {
                    assertThat(marker.id()).contains("U08");
                    assertThat(marker.message()).isEqualTo("nothing above declares a type '_u8'; did you mean __u8");
                });
    }

    @Test
    void aHoleIsAWarningWithItsIdOnTheMember() {
        String text = """
                protocol demo;
                on device "/dev/null";
                struct io { __u8 op; __u32 len; __u64 addr; };
                command IO = 0xd1 { payload struct io; }
                """;
        List<Marker> markers = Diagnostics.of(snapshot(text), URI, new Cancel());
        assertThat(markers).filteredOn(marker -> marker.id().equals(Optional.of("L04"))).singleElement()
                .satisfies(hole -> {
                    assertThat(hole.severity()).isEqualTo(Severity.WARNING);
                    assertThat(text.substring(hole.span().start(), hole.span().end())).isEqualTo("len");
                });
    }

    @Test
    void aCleanTextAndAnUnknownOneHaveNone() {
        assertThat(Diagnostics.of(snapshot(DEMO), URI, new Cancel())).isEmpty();
        assertThat(Diagnostics.of(snapshot(DEMO), "file:///elsewhere.uring", new Cancel())).isEmpty();
    }

    @Test
    void aNumberOfADriverInTheKernelIsFound() {
        String text = "protocol demo;\non device \"/dev/demo\";\ncommand A = _IOWR('N', 0x80, __u64);\n";
        assertThat(Diagnostics.of(snapshot(text), URI, new Cancel())).anySatisfy(marker -> {
            assertThat(marker.id()).contains("L16");
            assertThat(marker.message()).contains("command IO of nvme");
            assertThat(text.substring(marker.span().start())).startsWith("_IOWR('N', 0x80");
        });
        assertThat(Diagnostics.of(snapshot(text.replace("'N'", "'t'")), URI, new Cancel())).isEmpty();
    }

    @Test
    void anotherFileOfTheWorkspaceOnTheSameDevicesIsFound() {
        String other = "file:///w/other.uring";
        Snapshot alone = snapshot(DEMO);
        assertThat(ids(alone)).isEmpty();
        Snapshot both = alone.withTexts(alone.texts()
                .withFiles(Map.of(other, SourceText.of(other, "\nprotocol other;\non device \"/dev/nul?\";\n"))));
        assertThat(Diagnostics.of(both, URI, new Cancel())).singleElement().satisfies(marker -> {
            assertThat(marker.id()).contains("U04");
            assertThat(marker.message()).startsWith("demo and other are spoken on the same files");
            assertThat(marker.related()).singleElement().satisfies(place -> {
                assertThat(place.where().source()).isEqualTo(other);
                assertThat(place.where().span().start()).isEqualTo(10);
            });
        });
        Snapshot apart = both.withTexts(both.texts().with(new Document("uring", 1,
                SourceText.of(other, "protocol other;\non device \"/dev/zero\";\n"))));
        assertThat(ids(apart)).isEmpty();
        Snapshot moved = both.withTexts(both.texts().with(new Document("uring", 1,
                SourceText.of(other, "protocol other;\non device \"/dev/nul?\";\n"))));
        assertThat(Diagnostics.of(moved, URI, new Cancel()).getFirst().related().getFirst().where().span().start())
                .isEqualTo(9);
    }

    private static List<String> ids(Snapshot at) {
        return Diagnostics.of(at, URI, new Cancel()).stream().flatMap(marker -> marker.id().stream()).toList();
    }

    @Test
    void aTrafficFindingStandsOnTheMemberWhereverItIsNow() {
        TrafficView view = found("D08", RSVD);
        for (String text : List.of(DEMO, "// moved down\n\n" + DEMO)) {
            Map<String, List<Marker>> markers = TrafficDiagnostics.of(snapshot(text).withTraffic(view), new Cancel())
                    .markers();
            assertThat(markers.get(URI)).singleElement().satisfies(marker -> {
                assertThat(text.substring(marker.span().start(), marker.span().end())).isEqualTo("rsvd");
                assertThat(marker.id()).contains("D08");
                assertThat(marker.message())
                        .isEqualTo("rsvd is not 0\n3 requests; the first: #5 demo/IO by fio[77]: 0");
            });
        }
    }

    @Test
    void aRemarkOrASettingSilencesATrafficFinding() {
        TrafficView view = found("D08", RSVD);
        for (String text : List.of(DEMO.replace("__u8 rsvd; };", "__u8 rsvd; }; // ringspect: ignore D08"),
                DEMO.replace("rsvd == 0; }", "rsvd == 0; } // ringspect: ignore D08"),
                "// ringspect: ignore-file D08\n" + DEMO)) {
            Snapshot at = snapshot(text);
            assertThat(TrafficDiagnostics.of(at.withTraffic(view), new Cancel()))
                    .isEqualTo(new TrafficDiagnostics(Map.of(), List.of()));
            assertThat(ids(at)).as("no session runs, and the remark is no waste").isEmpty();
        }
        assertThat(TrafficDiagnostics.of(snapshot(DEMO.replace("0xd1", "0xd1 /* ringspect: ignore D06 */"))
                .withTraffic(view), new Cancel()).markers()).hasSize(1);
        Snapshot info = snapshot(DEMO).withConfiguration(Configuration.DEFAULT
                .with(new InspectionSettings(Map.of("D08", Optional.of(Severity.INFO)))));
        assertThat(TrafficDiagnostics.of(info.withTraffic(view), new Cancel()).markers().get(URI)).singleElement()
                .satisfies(marker -> assertThat(marker.severity()).isEqualTo(Severity.INFO));
        Snapshot off = snapshot(DEMO).withConfiguration(
                Configuration.DEFAULT.with(new InspectionSettings(Map.of("D08", Optional.empty()))));
        assertThat(TrafficDiagnostics.of(off.withTraffic(view), new Cancel()))
                .isEqualTo(new TrafficDiagnostics(Map.of(), List.of()));
    }

    @Test
    void aTrafficFindingAboutACommandStandsOnItsName() {
        Map<String, List<Marker>> markers = TrafficDiagnostics
                .of(snapshot(DEMO).withTraffic(found("D08", COMMAND)), new Cancel()).markers();
        assertThat(markers.get(URI)).singleElement().satisfies(
                marker -> assertThat(DEMO.substring(marker.span().start(), marker.span().end())).isEqualTo("IO"));
    }

    @Test
    void aTrafficFindingAboutACheckStandsOnTheCheckAndIsSilencedThere() {
        String text = DEMO.replace("payload struct io;", """
                payload struct io;
                    check op != 9 "nine";
                    check op < 5 "too high";
                """);
        TrafficView view = found("check", new Subject.OfCheck(IO, 1, "too high"));
        for (String edited : List.of(text,
                text.replace("check op != 9", "check op != 8 \"new\";\n    check op != 9"))) {
            assertThat(TrafficDiagnostics.of(snapshot(edited).withTraffic(view), new Cancel()).markers().get(URI))
                    .singleElement().satisfies(marker -> assertThat(
                            edited.substring(marker.span().start(), marker.span().end())).isEqualTo("op < 5"));
        }
        for (String line : List.of("\"too high\"; // ringspect: ignore check",
                "\"too high\"; // ringspect: ignore D08")) {
            assertThat(TrafficDiagnostics.of(snapshot(text.replace("\"too high\";", line)).withTraffic(view),
                    new Cancel()).markers().isEmpty()).as(line).isEqualTo(line.endsWith("check"));
        }
    }

    @Test
    void whatNoTextDeclaresIsToldApart() {
        for (Subject subject : List.of(COMMAND, RSVD, new Subject.OfProtocol("demo"), new Subject.Undeclared())) {
            TrafficDiagnostics proved = TrafficDiagnostics
                    .of(snapshot("protocol other;").withTraffic(found("D08", subject)), new Cancel());
            assertThat(proved.markers()).isEmpty();
            assertThat(proved.undeclared()).singleElement().satisfies(
                    seen -> assertThat(TrafficDiagnostics.sentence(seen)).isEqualTo(
                            "warning D08: rsvd is not 0 (3 requests; the first: #5 demo/IO by fio[77]: 0)"));
        }
        Snapshot off = snapshot(DEMO).withConfiguration(
                Configuration.DEFAULT.with(new InspectionSettings(Map.of("D08", Optional.empty()))));
        assertThat(TrafficDiagnostics.of(off.withTraffic(found("D08", new Subject.Undeclared())), new Cancel())
                .undeclared())
                .isEmpty();
    }

    private static TrafficView found(String id, Subject subject) {
        RequestLine first = new RequestLine(5, "fio[77]", "demo/IO", "0");
        return new TrafficView(List.of(), Map.of(), Map.of(), List.of(new TrafficFinding(1,
                new Finding(id, Severity.WARNING, "rsvd is not 0", subject), first, 3)));
    }

    private static Snapshot snapshot(String text) {
        return Snapshot.EMPTY.withTexts(Texts.NONE.with(new Document("uring", 1, SourceText.of(URI, text))));
    }
}
