package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.google.gson.stream.JsonWriter;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.inspect.traffic.RequestChecks;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/** Arrays whose elements another member counts. */
class CountTest {
    private static final String TEXT = """
            protocol demo;
            on device "/dev/demo";
            needs sqe128;
            struct fixed { __u16 ids[4]; __u8 number; };
            struct open { __u32 len; __u16 data[] __counted_by(len); };
            struct outer { __u8 pad[8]; struct fixed in; };
            refine struct fixed { ids count(number); }
            command FIXED = 1 { payload struct fixed; }
            command OPEN = 2 { payload struct open; }
            command OUTER = 3 { payload struct outer; }
            """;

    @Test
    void onlyTheElementsThatAreThereAreShown() throws IOException {
        assertThat(json("FIXED", 128, 8, 2)).isEqualTo("{\"ids\":[0,0],\"number\":2}");
        assertThat(json("FIXED", 128, 8, 0)).isEqualTo("{\"ids\":[],\"number\":0}");
        assertThat(json("FIXED", 128, 8, 9)).isEqualTo("{\"ids\":[0,0,0,0],\"number\":9}");
        assertThat(json("OUTER", 128, 16, 1)).contains("\"in\":{\"ids\":[0],\"number\":1}");
    }

    @Test
    void anArrayWithoutALengthGoesAsFarAsTheSqe() throws IOException {
        assertThat(json("OPEN", 128, 0, 3)).isEqualTo("{\"len\":3,\"data\":[0,0,0]}");
        assertThat(json("OPEN", 64, 0, 200)).isEqualTo("{\"len\":200,\"data\":[0,0,0,0,0,0]}");
        List<Integer> seen = new ArrayList<>();
        decoder(TEXT, "OPEN").sqe().visit(CommandBytes.of(sqe(set(0, 4)), 0, 128), (field, element, _) -> {
            if (field.path().equals("data")) {
                seen.add(element);
            }
        });
        assertThat(seen).containsExactly(0, 1, 2, 3);
    }

    @Test
    void mistakesSayWhatToDo() {
        problem("a count(b);", "only the elements of an array can be counted; 'a' is __u32");
        problem("c count(nope);", "nothing is called 'nope' here");
        problem("c count(d);", "'d' is __u8[4], not one number; name one element, as in d[0]");
        problem("c count(1);", "this is the same number in every request; write it as the array's length");
        problem("c count();", "expected a value, found ')'");
        problem("c count(a / 0);", "this divides by zero");
        problem("c count(a;", "expected ')' after the number of elements, found ';'");
        problem("c count(cqe.res);",
                "'cqe.res' cannot be used here, only members of the struct, their bits, words of the SQE and constants");
    }

    private static final String NUMBERS = """
            protocol demo;
            on device "/dev/demo";
            needs sqe128;
            struct range { __u32 from; __u16 list[2]; };
            struct cmd { __u8 bytes; __u8 low; __u16 ids[4]; struct range ranges[3]; char name[8]; };
            struct many { __u8 number; __u8 kind; struct range ranges[]; };
            struct grid { __u8 rows; __u16 cells[2][3]; struct range at[2][2]; };
            struct inner { __u8 n; __u8 list[4]; };
            struct outer { struct inner q[2]; struct inner one; };
            refine struct cmd {
                value half = bytes / 2;
                low bits { 0..3 few; }
                ids    count(bytes / 4);
                ranges count(half + few);
                name   count(sqe.len);
            }
            refine struct many { ranges count(number & 3); }
            refine struct grid { cells count(rows); at count(rows - 1); }
            refine struct range { value to = from + 1; }
            refine struct outer { q.list count(q.n); one.list count(one.n); }
            command CMD = 1 { payload struct cmd; check ranges[1].to != 1 "one"; }
            command MANY = 2 { payload struct many; }
            command GRID = 3 { payload struct grid; }
            command OUTER = 4 { payload struct outer; }
            command CASES = 5 {
                payload struct many {
                    variant on kind { 1: { ranges count(number); } 2: { value twice = number * 2; ranges count(twice); } }
                }
            }
            """;

    @Test
    void anExpressionCounts() throws IOException {
        // 9 bytes: ids 9 / 4, ranges 9 / 2 of 3
        assertThat(json(NUMBERS, "CMD", set(0, 9), set(2, 5)))
                .isEqualTo("{\"bytes\":9,\"low\":0,\"few\":0,\"ids\":[5,0],"
                        + "\"ranges\":[{\"from\":0,\"list\":[0,0],\"to\":1},{\"from\":0,\"list\":[0,0],\"to\":1},"
                        + "{\"from\":0,\"list\":[0,0],\"to\":1}],\"name\":\"\",\"half\":4}");
        assertThat(json(NUMBERS, "CMD", set(0, 2)))
                .contains("\"ids\":[],\"ranges\":[{\"from\":0,\"list\":[0,0],\"to\":1}],");
        assertThat(json(NUMBERS, "CMD", set(1, 0x12))).contains("\"few\":2", "\"ranges\":[{", "},{")
                .doesNotContain("},{\"from\":0,\"list\":[0,0],\"to\":1},");
        assertThat(json(NUMBERS, "CMD", set(36, 'a'), set(37, 'b'), set(38, 'c'), set(24 - 48, 2)))
                .contains("\"name\":\"ab\"");
    }

    @Test
    void structsBehindTheEndOfACountAreNotThere() throws IOException {
        assertThat(seen("CMD", set(0, 2))).contains("ranges[0].from", "ranges[0].list")
                .doesNotContain("ranges[1].from");
        assertThat(json(NUMBERS, "MANY", set(0, 2), set(4, 7), set(12, 9))).isEqualTo("{\"number\":2,\"kind\":0,"
                + "\"ranges\":[{\"from\":7,\"list\":[0,0],\"to\":8},{\"from\":9,\"list\":[0,0],\"to\":10}]}");
        assertThat(seen("MANY", set(0, 3))).contains("ranges[2].from").doesNotContain("ranges[3].from");
        CommandDecoder decoder = decoder(NUMBERS, "CMD");
        RequestChecks checks = RequestChecks.of(decoder);
        List<String> broken = new ArrayList<>();
        checks.submitted(CommandBytes.of(sqe(set(0, 2)), 0, 128), (rule, _) -> broken.add(rule.text()));
        assertThat(broken).isEmpty();
        checks.submitted(CommandBytes.of(sqe(set(0, 4)), 0, 128), (rule, _) -> broken.add(rule.text()));
        assertThat(broken).containsExactly("one");
    }

    @Test
    void theOutermostElementsOfAnArrayOfArraysAreCounted() throws IOException {
        assertThat(json(NUMBERS, "GRID", set(0, 1), set(4, 8))).isEqualTo(
                "{\"rows\":1,\"cells\":[[0,8,0]],\"at\":[]}");
        assertThat(json(NUMBERS, "GRID", set(0, 2), set(24, 7)))
                .contains("\"at\":[[{\"from\":0,\"list\":[0,0],\"to\":1},"
                        + "{\"from\":7,\"list\":[0,0],\"to\":8}]]");
        assertThat(json(NUMBERS, "GRID")).contains("\"cells\":[],\"at\":[]"); // rows - 1 is below 0
    }

    @Test
    void eachElementIsCountedByItsOwnMember() throws IOException {
        assertThat(json(NUMBERS, "OUTER", set(0, 1), set(5, 2), set(10, 3))).isEqualTo(
                "{\"q\":[{\"n\":1,\"list\":[0]},{\"n\":2,\"list\":[0,0]}],\"one\":{\"n\":3,\"list\":[0,0,0]}}");
    }

    @Test
    void whatCountsMayDependOnTheCase() throws IOException {
        assertThat(json(NUMBERS, "CASES", set(0, 5), set(1, 1)))
                .satisfies(text -> assertThat(text.split("from", -1)).hasSize(1 + 5));
        assertThat(json(NUMBERS, "CASES", set(0, 2), set(1, 2))).contains("\"twice\":4")
                .satisfies(text -> assertThat(text.split("from", -1)).hasSize(1 + 4));
        assertThat(json(NUMBERS, "CASES", set(0, 5), set(1, 3))).as("what is said in every case: 5 & 3")
                .satisfies(text -> assertThat(text.split("from", -1)).hasSize(1 + 1));
    }

    @SafeVarargs
    private static List<String> seen(String command, Consumer<MemorySegment>... bytes) {
        List<String> seen = new ArrayList<>();
        decoder(NUMBERS, command).sqe().visit(CommandBytes.of(sqe(bytes), 0, 128),
                (field, _, _) -> seen.add(field.path()));
        return seen;
    }

    private static void problem(String rule, String message) {
        String text = "struct s { __u32 a; __u32 b; __u8 c[4]; __u8 d[4]; }; refine struct s { " + rule + " }";
        assertThat(ProtocolModel.of(SourceText.of("test", text)).problems()).extracting(Problem::message)
                .containsExactly(message);
    }

    private static Consumer<MemorySegment> set(int offset, int value) {
        return sqe -> sqe.set(ValueLayout.JAVA_BYTE, 48 + offset, (byte) value);
    }

    @SafeVarargs
    private static MemorySegment sqe(Consumer<MemorySegment>... bytes) {
        MemorySegment sqe = MemorySegment.ofArray(new byte[128]);
        for (Consumer<MemorySegment> one : bytes) {
            one.accept(sqe);
        }
        return sqe;
    }

    private static CommandDecoder decoder(String text, String command) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", text));
        assertThat(model.problems()).isEmpty();
        return CommandDecoder.of(model.protocol().orElseThrow(),
                model.protocol().orElseThrow().command(command).orElseThrow());
    }

    private static String json(String command, int sqeBytes, int offset, int value) throws IOException {
        return json(decoder(TEXT, command), sqeBytes, sqe(set(offset, value)));
    }

    @SafeVarargs
    private static String json(String text, String command, Consumer<MemorySegment>... bytes) throws IOException {
        return json(decoder(text, command), 128, sqe(bytes));
    }

    /** As JSON, which the tree and the direct way give alike. */
    private static String json(CommandDecoder decoder, int sqeBytes, MemorySegment sqe) throws IOException {
        StringWriter direct = new StringWriter();
        decoder.sqe().writeFields(CommandBytes.of(sqe, 0, sqeBytes), new JsonWriter(direct));
        StringWriter tree = new StringWriter();
        DecodedJson.writeFields(decoder.decode(CommandBytes.of(sqe, 0, sqeBytes)), new JsonWriter(tree));
        assertThat(direct).hasToString(tree.toString());
        return direct.toString();
    }
}
