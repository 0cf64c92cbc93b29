package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** What a remark silences, and what is said about remarks. */
class SuppressionTest {
    private static final String HOLE = "struct p { __u8 x; __u32 y; };";

    @Test
    void behindCodeARemarkIsAboutItsLine() {
        assertThat(ids("struct p {\n __u8 x;\n __u32 y; // ringspect: ignore L04\n __u16 z;\n __u64 w;\n};"))
                .containsExactly("L04", "L07");
        assertThat(ids(HOLE + " /* ringspect: ignore L04, because */")).isEmpty();
    }

    @Test
    void onALineOfItsOwnARemarkIsAboutTheWholeDeclaration() {
        assertThat(
                ids("// ringspect: ignore L04\nstruct p {\n __u8 x;\n\n __u32 y;\n};\n" + HOLE.replace(" p ", " q ")))
                .containsExactly("L04");
        assertThat(ids("struct p {\n __u8 x;\n // ringspect: ignore L04\n // kept for old programs\n __u32\n y;\n"
                + " __u16 z;\n __u64 w; };")).containsExactly("L04", "L07");
    }

    @Test
    void aFileCanBeSilencedAsAWhole() {
        assertThat(ids(HOLE + "\n" + HOLE.replace(" p ", " q ") + "\n// ringspect: ignore-file L04")).isEmpty();
    }

    @Test
    void aProtocolFileSpeaksForWhatItImports() {
        Sources sources = Sources.of(SourceText.of("h.h", "typedef unsigned char __u8; typedef unsigned int __u32;\n"
                + HOLE));
        String text = "import \"h.h\";\nprotocol t; on socket; command C = 0x100 { payload struct p; }";
        ProtocolModel model = ProtocolModel.of(SourceText.of("t", text), Environment.bare(sources));
        Finding hole = Inspections.of(CheckedSet.of(model, List.of(), sources), InspectionSettings.DEFAULT).stream()
                .filter(finding -> finding.id().equals("L04")).findFirst().orElseThrow();
        assertThat(suppressions(hole)).extracting(Fix::title).containsExactly("Suppress L04 in this file");
        ProtocolModel silent = ProtocolModel.of(
                SourceText.of("t", applied(text, suppressions(hole).getFirst())), Environment.bare(sources));
        assertThat(Inspections.of(CheckedSet.of(silent, List.of(), sources), InspectionSettings.DEFAULT))
                .extracting(Finding::id).doesNotContain("L04", "U01");
    }

    @Test
    void aRemarkThatSuppressesNothingIsFound() {
        assertThat(findings("struct p { __u8 x; }; // ringspect: ignore L04")).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("U01");
            assertThat(finding.message()).isEqualTo("L04 finds nothing here; remove this");
            assertThat(finding.unnecessary()).isTrue();
        });
        assertThat(ids("struct p { __u8 x; }; // ringspect: ignore D08")).as("traffic may show it").isEmpty();
        assertThat(ids("#define A \"// ringspect is a word\"\n")).isEmpty();
    }

    @Test
    void aRemarkThatIsNotUnderstoodIsFound() {
        assertThat(findings("// ringspect: ingore L04\nstruct p { __u8 x; };")).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("U02");
            assertThat(finding.message()).contains("'ringspect: ingore' says nothing");
        });
        assertThat(ids("struct p { __u8 x; }; // ringspect: ignore")).containsExactly("U02");
        assertThat(ids("struct p { __u8 x; }; // ringspect:")).containsExactly("U02");
    }

    @Test
    void whatCannotBeSuppressedSaysSo() {
        assertThat(findings("struct p { __u8 x; }; // ringspect: ignore U01")).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("U02");
            assertThat(finding.message())
                    .isEqualTo("U01 cannot be suppressed by a remark; correct the remark that it is"
                            + " about, or switch it off in ringspect.json");
        });
        assertThat(findings("struct p { __u8 x; }; // ringspect: ignore L99")).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("U02");
            assertThat(finding.message()).isEqualTo("no inspection is called 'L99'");
        });
    }

    @Test
    void aNameThatNothingDeclaresCanBeSilencedAndSetAside() {
        String text = "struct p { _u32 x; };";
        assertThat(ids(text)).containsExactly("U08");
        assertThat(ids(applied(text, suppressions(findings(text).getFirst()).getFirst()))).isEmpty();
        assertThat(Inspections.of(set(text), new InspectionSettings(Map.of("U08", Optional.of(Severity.WARNING)))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.WARNING));
        assertThat(Inspections.of(set(text), new InspectionSettings(Map.of("U08", Optional.empty())))).isEmpty();
    }

    @Test
    void whatIsSwitchedOffIsNeitherFoundNorMissed() {
        InspectionSettings off = new InspectionSettings(Map.of("L04", Optional.empty()));
        assertThat(Inspections.of(set(HOLE), off)).isEmpty();
        assertThat(Inspections.of(set(HOLE + "// ringspect: ignore L04"), off)).isEmpty();
        InspectionSettings error = new InspectionSettings(Map.of("L04", Optional.of(Severity.ERROR)));
        assertThat(Inspections.of(set(HOLE), error)).singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.ERROR));
    }

    @Test
    void theOffersToSuppressSilenceTheFindingAndNothingElse() {
        for (String text : List.of(HOLE, "struct p {\n    __u8 x;\n    __u32 y; // a length\n};",
                "struct p {\n    __u8 x;\n    __u32 y; /* a\n length */\n};",
                "struct p {\r\n __u8 x;\r\n __u32 y;\r\n};",
                "// SPDX-License-Identifier: MIT\n" + HOLE)) {
            Finding hole = findings(text).getFirst();
            List<Fix> offers = suppressions(hole);
            assertThat(offers).extracting(Fix::title).containsExactly("Suppress L04 here",
                    "Suppress L04 in this file");
            for (Fix fix : offers) {
                assertThat(ids(applied(text, fix))).as(applied(text, fix)).isEmpty();
            }
        }
        assertThat(applied(HOLE, suppressions(findings(HOLE).getFirst()).getFirst()))
                .isEqualTo(HOLE + " // ringspect: ignore L04");
    }

    @Test
    void aSecondIdJoinsTheFirst() {
        String text = "struct p { __u32 x; __u64 y; }; // ringspect: ignore L04";
        Finding other = findings(text).getFirst();
        assertThat(other.id()).isEqualTo("L07");
        assertThat(applied(text, suppressions(other).getFirst())).isEqualTo(text + ", L07");
    }

    @Test
    void theFixOfAnUnusedRemarkRemovesIt() {
        String plain = "struct p { __u8 x; };";
        assertThat(fixed(plain + " // ringspect: ignore L04")).isEqualTo(plain);
        assertThat(fixed("// ringspect: ignore L04\n" + plain)).isEqualTo(plain);
        assertThat(fixed(HOLE + " // ringspect: ignore L05, L04")).isEqualTo(HOLE + " // ringspect: ignore L04");
        assertThat(fixed(HOLE + " // ringspect: ignore L04, L05")).isEqualTo(HOLE + " // ringspect: ignore L04");
    }

    private static List<Fix> suppressions(Finding finding) {
        return finding.fixes().stream().filter(fix -> fix.kind() == Fix.Kind.SUPPRESSION).toList();
    }

    private static String fixed(String text) {
        return applied(text, findings(text).getFirst().fixes().getFirst());
    }

    private static String applied(String text, Fix fix) {
        assertThat(fix.changes()).singleElement().isInstanceOf(Change.Edits.class);
        Change.Edits edits = (Change.Edits) fix.changes().getFirst();
        return SourceText.of("test", text).edited(edits.edits()).text();
    }

    private static List<String> ids(String text) {
        return findings(text).stream().map(Finding::id).toList();
    }

    private static List<Finding> findings(String text) {
        return Inspections.of(set(text), new InspectionSettings(Map.of("L06", Optional.empty())));
    }

    private static CheckedSet set(String text) {
        return CheckedSet.of(ProtocolModel.of(SourceText.of("test", text)));
    }
}
