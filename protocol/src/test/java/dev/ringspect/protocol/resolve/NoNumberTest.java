package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** A constant that is there is never said to be missing: it has no value, for a reason, at a place. */
class NoNumberTest {
    private static final String HEADER = """
            #define UNSIZED _IOW('x', 5, struct gone)
            #define CHAIN (UNSIZED | 1)
            #define DANGLING (NOT_THERE + 1)
            #define WORDS "text"
            #define TAKES(x) (x)
            static const int variable = 3;
            #define SIX 6
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "UNSIZED | UNSIZED is no number: sizeof(struct gone), which nothing declares (h.h:1)",
            "CHAIN | CHAIN is no number: sizeof(struct gone), which nothing declares (h.h:2)",
            "DANGLING | DANGLING is no number: nothing above is called 'NOT_THERE' (h.h:3)",
            "WORDS | WORDS is no number: a string is no constant number (h.h:4)",
            "TAKES | TAKES is no number: it takes arguments (h.h:5)",
            "variable | variable is no number: a variable is no constant expression (h.h:6)",
            "RUNS | RUNS is no number: it calls the function f, which is not run here (r.rs:2)",
            "LATER | LATER is no number: sizeof(struct gone), which nothing declares (e.h:1)",
            "ABSENT | no constant is called 'ABSENT'"})
    void aConstantWithoutAValueSaysWhy(String name, String message) {
        String text = "command C = " + name + " { }";
        assertThat(model(text).problems()).filteredOn(problem -> !problem.message().startsWith("in e.h"))
                .extracting(Problem::message).containsExactly(message);
        String check = "command C = SIX { check sqe.len == " + name + " \"x\"; }";
        if (!name.equals("ABSENT")) {
            assertThat(model(check).problems()).extracting(Problem::message).contains(message);
        }
    }

    @Test
    void whatFollowsAnUnknownEnumeratorIsUnknownTooUntilOneHasAValue() {
        ProtocolModel model = model("command C = KNOWN { }");
        assertThat(model.constants()).containsEntry("KNOWN", 9L).containsEntry("NEXT", 10L)
                .doesNotContainKeys("FIRST", "LATER");
    }

    @Test
    void aStructWithoutALayoutHasNoSizeToCompare() {
        ProtocolModel model = model(
                "struct s { handle_t h; __u32 x; }; command C = _IOW('n', 4, __u64) { payload struct s; }");
        assertThat(Inspections.of(CheckedSet.of(model), InspectionSettings.DEFAULT)).extracting(Finding::id)
                .doesNotContain("L14", "L01", "L02");
    }

    private static ProtocolModel model(String text) {
        Sources sources = Sources.of(SourceText.of("file:///w/h.h", HEADER), SourceText.of("file:///w/e.h",
                "enum { FIRST = sizeof(struct gone), LATER, KNOWN = 9, NEXT };\n"),
                SourceText.of("file:///w/r.rs", "const fn f() -> u32 { 3 }\npub const RUNS: u32 = f();\n"));
        return ProtocolModel.of(SourceText.of("file:///w/p.uring", """
                protocol p;
                import "h.h";
                import "e.h";
                import rust "r.rs";
                on device "/dev/p";
                """ + text), Environment.bare(sources));
    }
}
