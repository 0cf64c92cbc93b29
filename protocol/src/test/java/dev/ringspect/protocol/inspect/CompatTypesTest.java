package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.resolve.Resolution;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.uapi.FileIdentity;

/** Headers choose types by the target, so a 32-bit program is compared with, and decoded by, what its own headers say. */
class CompatTypesTest {
    private static final String FILE = "file:///w/wide.uring";
    private static final String HEADER = "file:///w/wide.h";
    private static final String PROTOCOL = """
            protocol wide;
            import "wide.h";
            on device "/dev/wide";
            needs sqe128;
            command GO = GO_NUMBER { payload struct go; check sizeof(struct go) != 1 "never"; }
            """;
    /** As the C library does it: the wide type is {@code long} where that has 8 bytes. */
    private static final String TYPES = """
            #ifdef __LP64__
            typedef unsigned long wide_t;
            #else
            typedef unsigned long long wide_t;
            #endif
            typedef unsigned long word_t;
            #define GO_NUMBER 7
            """;

    @Test
    void aWideTypeOfEveryTargetIsFoundWideEverywhere() {
        assertThat(ids("struct go { wide_t a; wide_t b; };")).doesNotContain("L06", "L07", "L08", "L10");
        assertThat(ids("struct go { wide_t a[2]; struct { wide_t c; } in; };"))
                .doesNotContain("L06", "L07", "L08", "L10");
        assertThat(ids("struct go { word_t a; wide_t b; };")).contains("L08", "L10");
    }

    @Test
    void thePlaceIsTheOneOfTheTargetsOwnType() {
        assertThat(findings("struct go { unsigned a; wide_t b; unsigned c; };"))
                .filteredOn(finding -> finding.id().equals("L07")).singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("b is at byte 4 in a 32-bit x86 program and at 8 in the kernel"));
    }

    @Test
    void aMemberOfOneTargetAloneIsComparedWithNothing() {
        assertThat(ids("""
                struct go {
                    unsigned a;
                #ifndef __LP64__
                    unsigned pad;
                #endif
                    wide_t b;
                };
                """)).doesNotContain("L07", "L08");
    }

    @Test
    void aHeaderAloneIsComparedTheSameWay() {
        SourceText text = SourceText.of(HEADER,
                TYPES + "/* ringspect: payload sqe128 */ struct go { wide_t a; wide_t b; };");
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(text), HEADER, CConfiguration.bare(Abi.X86_64));
        assertThat(Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT))
                .extracting(Finding::id).contains("L13").doesNotContain("L06", "L07", "L08", "L10");
        Type.Struct wide = unit.structs().getFirst();
        assertThat(unit.counterpart(wide, Abi.I386).orElseThrow()).isNotEqualTo(wide);
        assertThat(unit.in(Abi.I386)).isSameAs(unit.in(Abi.I386));
    }

    @Test
    void a32BitRequestIsDecodedByItsOwnTypes() {
        ProtocolSet set = ProtocolSet.of(List.of(model("struct go { unsigned op; wide_t addr; unsigned len; };")));
        Resolution resolution = set.resolve(device(), 7, Abi.I386).orElseThrow();
        CommandDecoder decoder = CommandDecoder.of(resolution.protocol(), resolution.command().orElseThrow(),
                Abi.I386);
        assertThat(decoder.payloadSize()).isEqualTo(16);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sqe = arena.allocate(128);
            for (int i = 0; i < 4; i++) {
                sqe.set(ValueLayout.JAVA_INT, 48 + 4 * i, 0x11111111 * (i + 1));
            }
            assertThat(decoder.sqe().number(decoder.field("addr").orElseThrow(), 0, CommandBytes.of(sqe, 0, 64)))
                    .isEqualTo(0x3333333322222222L);
            assertThat(decoder.sqe().number(decoder.field("len").orElseThrow(), 0, CommandBytes.of(sqe, 0, 64)))
                    .isEqualTo(0x44444444L);
        }
    }

    @Test
    void aNumberOfASizeIsTheTargetsOwnAndElseTheKernels() {
        String struct = """
                struct go { word_t a; };
                #undef GO_NUMBER
                #define GO_NUMBER _IOW('w', 1, struct go)
                """;
        ProtocolSet set = ProtocolSet.of(List.of(model(struct)));
        long narrow = 0x4004_7701L;
        long wide = 0x4008_7701L;
        assertThat(set.resolve(device(), wide).orElseThrow().command()).isPresent();
        assertThat(set.resolve(device(), narrow).orElseThrow().command()).isEmpty();
        for (long number : new long[]{narrow, wide}) {
            Resolution resolution = set.resolve(device(), number, Abi.I386).orElseThrow();
            assertThat(CommandDecoder.of(resolution.protocol(), resolution.command().orElseThrow(), Abi.I386)
                    .payloadSize()).isEqualTo(4);
        }
        assertThat(set.resolve(device(), 9, Abi.I386).orElseThrow().command()).isEmpty();
    }

    private static FileIdentity device() {
        return new FileIdentity(0x21B6, 511, 0, 0x01021994, 5, 0, 0, 0, "wide");
    }

    private static List<String> ids(String struct) {
        return findings(struct).stream().map(Finding::id).toList();
    }

    private static List<Finding> findings(String struct) {
        return Inspections.of(CheckedSet.of(model(struct)), InspectionSettings.DEFAULT);
    }

    private static ProtocolModel model(String struct) {
        Environment environment = Environment.bare(Sources.of(SourceText.of(HEADER, TYPES + struct)));
        ProtocolModel model = ProtocolModel.of(SourceText.of(FILE, PROTOCOL), environment);
        assertThat(model.problems()).isEmpty();
        return model;
    }
}
