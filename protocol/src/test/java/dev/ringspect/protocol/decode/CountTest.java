package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.stream.JsonWriter;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.model.ProtocolModel;
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
        decoder("OPEN").visit(sqe(0, 4), 0, 128, (field, element, _) -> {
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
        problem("c count(d);", "only a number can count; 'd' is none");
        problem("c count(1);", "expected the member that counts the elements, found '1'");
    }

    private static void problem(String rule, String message) {
        String text = "struct s { __u32 a; __u32 b; __u8 c[4]; __u8 d[4]; }; refine struct s { " + rule + " }";
        assertThat(ProtocolModel.of(SourceText.of("test", text)).problems()).extracting(Problem::message)
                .containsExactly(message);
    }

    private static MemorySegment sqe(int offset, int value) {
        MemorySegment sqe = MemorySegment.ofArray(new byte[128]);
        sqe.set(ValueLayout.JAVA_BYTE, 48 + offset, (byte) value);
        return sqe;
    }

    private static CommandDecoder decoder(String command) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", TEXT));
        assertThat(model.problems()).isEmpty();
        return CommandDecoder.of(model.protocol().orElseThrow(),
                model.protocol().orElseThrow().command(command).orElseThrow());
    }

    private static String json(String command, int sqeBytes, int offset, int value) throws IOException {
        CommandDecoder decoder = decoder(command);
        StringWriter direct = new StringWriter();
        decoder.writeFields(sqe(offset, value), 0, sqeBytes, new JsonWriter(direct));
        StringWriter tree = new StringWriter();
        DecodedJson.writeFields(decoder.decode(sqe(offset, value), 0, sqeBytes), new JsonWriter(tree));
        assertThat(direct).hasToString(tree.toString());
        return direct.toString();
    }
}
