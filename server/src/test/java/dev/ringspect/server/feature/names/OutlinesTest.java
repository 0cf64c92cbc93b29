package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class OutlinesTest {
    private static final String DEMO = """
            protocol demo;
            on socket;
            #define LIMIT (4 * 2)
            typedef __u32 handle, *pointer_t;
            enum op : __u8 { READ = 1, WRITE };
            struct io { enum op op; __u8 pad[3]; union { __u32 a; struct { __u8 b; } c; }; __u32 low : 4; };
            refine struct io { pad == 0; low bits { 0 fast; } value all = a; }
            command IO = 1 | LIMIT { payload struct io; sqe { optlen as length; level; } }
            command ANY = * { }
            """;

    @Test
    void declarationsStandInTheirOrderWithWhatTheyHold() {
        MarkedText text = MarkedText.of(DEMO);
        assertThat(tree(Outlines.of(text.snapshot(), text.uri(), new Cancel()), "")).isEqualTo("""
                PROTOCOL demo
                MACRO LIMIT 4 * 2
                TYPEDEF handle __u32
                TYPEDEF pointer_t __u32*
                ENUM op
                  ENUMERATOR READ = 1
                  ENUMERATOR WRITE
                STRUCT io
                  MEMBER op enum op
                  MEMBER pad __u8[3]
                  UNION union
                    MEMBER a __u32
                    MEMBER c
                      MEMBER b __u8
                  MEMBER low __u32: 4
                STRUCT io refine
                  BITS fast bits of low
                  VALUE all
                COMMAND IO 1 | LIMIT
                  ALIAS length sqe.optlen
                  SQE_FIELD level sqe.level
                COMMAND ANY *
                """);
    }

    @Test
    void namesLieWithinTheirDeclarationsAsTheProtocolDemands() {
        MarkedText text = MarkedText.of(DEMO);
        checkSpans(Outlines.of(text.snapshot(), text.uri(), new Cancel()));
    }

    @Test
    void theWorkspaceIsSearchedByLettersInTheirOrder() {
        MarkedText text = MarkedText.of(DEMO + "//- b.uring\nstruct lens { __u8 unit; };\n");
        assertThat(Outlines.matching(text.snapshot(), "LN", new Cancel()))
                .extracting(found -> found.container() + "/" + found.declaration().name())
                .containsExactly("IO/length", "/lens");
    }

    private static void checkSpans(List<Outline> outlines) {
        for (Outline outline : outlines) {
            assertThat(outline.span().start()).as(outline.name()).isLessThanOrEqualTo(outline.selection().start());
            assertThat(outline.span().end()).as(outline.name()).isGreaterThanOrEqualTo(outline.selection().end());
            checkSpans(outline.children());
        }
    }

    private static String tree(List<Outline> outlines, String indent) {
        return outlines.stream().map(outline -> indent + outline.kind() + " " + outline.name()
                + (outline.detail().isEmpty() ? "" : " " + outline.detail()) + "\n"
                + tree(outline.children(), indent + "  ")).collect(Collectors.joining());
    }
}
