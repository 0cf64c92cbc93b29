package dev.ringspect.protocol.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Neighbours;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.TypeLimits;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import org.junit.jupiter.api.Test;

/** Texts that declare in a few lines what no machine could hold, and what is said about them, at their place. */
class BoundsTest {
    private static final String HEAD = "protocol p;\non socket;\n";
    private static final String COMMAND = "command C = 1 { payload struct s; }\n";

    @Test
    void structsThatHoldTheOneBeforeTwiceEndWhereTheyAreTooMany() {
        List<Problem> problems = problems(HEAD + doubling("{ __u8 x; }") + "struct s { struct s40 a; };\n" + COMMAND);
        assertThat(problems).first().satisfies(problem -> {
            assertThat(problem.message()).contains("more than " + TypeLimits.MOST_MEMBERS + " members");
            assertThat(problem.span().start()).isGreaterThan(HEAD.length());
        });
        assertThat(problems(HEAD + doubling("{ }") + "struct s { struct s40 a; };\n" + COMMAND)).isNotEmpty();
    }

    @Test
    void aHeaderSaysTheSameAboutItself() {
        assertThat(unit(doubling("{ int x; }")).problems()).extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("more than 65536 members"));
    }

    @Test
    void arraysPointersAndTypedefsInOneAnotherAreCounted() {
        String chain = IntStream.rangeClosed(1, 2000).mapToObj(i -> "typedef t" + (i - 1) + " t" + i + ";\n")
                .collect(Collectors.joining());
        for (String deep : List.of("struct s { int a" + "[1]".repeat(5000) + "; };\n",
                "struct s { int " + "*".repeat(5000) + "a; };\n",
                "typedef int t0;\n" + chain + "struct s { t2000 a; };\n",
                "typedef int t0[1];\n" + chain.replaceAll("(t\\d+);", "$1[1];") + "struct s { t2000 a; };\n")) {
            assertThat(problems(HEAD + deep + COMMAND)).as(deep.substring(0, 40)).extracting(Problem::message)
                    .anySatisfy(message -> assertThat(message).contains("128"));
            assertThat(unit(deep).problems()).extracting(Problem::message)
                    .anySatisfy(message -> assertThat(message).contains("128"));
        }
    }

    @Test
    void structsNestedWithoutEndAreRefusedAtTheirPlace() {
        String deep = "struct s { " + "struct { ".repeat(1500) + "__u8 x; "
                + IntStream.range(0, 1500).mapToObj(i -> "} m" + i + "; ").collect(Collectors.joining()) + "};\n";
        assertThat(problems(HEAD + deep + COMMAND)).extracting(Problem::message)
                .contains("structs are nested too deeply here");
    }

    @Test
    void moreMembersThanAnybodyWroteAreNotRead() {
        String many = IntStream.range(0, 70_000).mapToObj(i -> "m" + i).collect(Collectors.joining(","));
        assertThat(problems(HEAD + "struct s { __u8 " + many + "; };\n" + COMMAND)).extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("no more are read"));
    }

    @Test
    void aLongSumWithoutAValueIsLookedAtOnce() {
        String sum = "enum e { A = nothing" + " + 1".repeat(60) + " };\n";
        assertThat(unit(sum).problems()).extracting(Problem::message)
                .anySatisfy(message -> assertThat(message).contains("nothing above is called 'nothing'"));
    }

    @Test
    void everyHoleOfALongStructIsToldWithItsFixes() {
        int many = 900;
        String members = IntStream.range(0, many).mapToObj(i -> "\t__u8 a" + i + "; // small\n\t__u32 b" + i + ";\n")
                .collect(Collectors.joining());
        for (String body : List.of(members, "\tstruct {\n" + members + "\t};\n")) {
            CTranslationUnit unit = unit("typedef unsigned char __u8; typedef unsigned int __u32;\n"
                    + "/* ringspect: payload sqe128 */\nstruct s {\n" + body + "};\n");
            List<String> first = Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT).stream()
                    .filter(finding -> finding.id().equals("L04"))
                    .map(finding -> finding.fixes().getFirst().title()).toList();
            assertThat(first).hasSize(many).containsOnly("Declare the 3 bytes of padding");
        }
    }

    @Test
    void whatIsNoTextIsNotReadAsOne() {
        assertThat(problems("protocol p;\n\0\1\2")).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("this is no text");
            assertThat(problem.span().start()).isEqualTo(12);
        });
        assertThat(problems(HEAD + " ".repeat(1 << 20))).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("1 MiB"));
    }

    @Test
    void soManyProblemsAreToldAsAnybodyReads() {
        String unknown = "struct s {\n" + IntStream.range(0, 5000).mapToObj(i -> "  foo" + i + "_t m" + i + ";\n")
                .collect(Collectors.joining()) + "};\n";
        List<Problem> problems = problems(HEAD + unknown + COMMAND);
        assertThat(problems).hasSizeLessThan(1100).last()
                .satisfies(problem -> assertThat(problem.message()).contains("more problems in this text"));
    }

    @Test
    void workEndsWithItsBudgetOrWhenNobodyWantsIt() {
        assertThatThrownBy(() -> Budget.within(() -> true, BoundsTest::forEver)).isInstanceOfSatisfying(
                Budget.Ended.class, ended -> assertThat(ended.exceeded()).isFalse());
        Budget.check();
    }

    @Test
    void filesOfOneDeviceAreNeighboursAndAFewOfThemAreNamed() {
        List<ProtocolModel> models = IntStream.range(0, 30).mapToObj(i -> ProtocolModel.of(SourceText
                .of("file:///p" + i + ".uring",
                        "protocol p" + i + ";\non device \"/dev/x" + (i < 20 ? "*" : i) + "\";\n"),
                Environment.bare(Sources.of()))).toList();
        Neighbours neighbours = new Neighbours(models);
        assertThat(neighbours.of(models.getFirst())).hasSize(29);
        assertThat(neighbours.of(models.getLast())).hasSize(20);
        List<Finding> found = Inspections.of(
                CheckedSet.of(models.getFirst(), neighbours.of(models.getFirst()), Sources.of()),
                InspectionSettings.DEFAULT);
        assertThat(found.stream().filter(finding -> finding.id().equals("U04"))).hasSize(8);
    }

    @Test
    void manyStructsOfOneShapeAreEachComparedOnce() {
        int many = 4000;
        String text = IntStream.range(0, many)
                .mapToObj(i -> "// ringspect: payload sqe64\nstruct s" + i + " { long a; unsigned b, c; };\n")
                .collect(Collectors.joining());
        List<Finding> found = Inspections.of(CheckedSet.of(unit(text), List.of()), InspectionSettings.DEFAULT);
        assertThat(found).extracting(Finding::message).noneMatch(message -> message.contains("given up"));
        assertThat(found).extracting(Finding::id).contains("L06", "L07", "L10");
    }

    private static int forEver() {
        while (true) {
            Budget.check();
        }
    }

    /** {@code struct s0} to {@code struct s40}. */
    private static String doubling(String first) {
        return "struct s0 " + first + ";\n" + IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "struct s" + i + " { struct s" + (i - 1) + " a, b; };\n").collect(Collectors.joining());
    }

    private static List<Problem> problems(String text) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("file:///p.uring", text),
                Environment.bare(Sources.of()));
        Inspections.of(model);
        return model.problems();
    }

    private static CTranslationUnit unit(String text) {
        return CTranslationUnit.parseLone(Sources.of(SourceText.of("file:///h.h", text)), "file:///h.h",
                CConfiguration.of(Abi.X86_64));
    }
}
