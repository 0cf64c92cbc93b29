package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** One struct as a payload and as a pdu: the same fields, each from where its own area starts. */
class AreaDecoderTest {
    private static final String TEXT = """
            protocol p;
            on device "/dev/p";
            struct d { __u32 n; __u32 kind; __u64 at[2]; __u8 tail[8]; };
            refine struct d { at count(n); value twice = kind * 2; }
            command BOTH = 1 { payload struct d; pdu struct d; check n > 0; }
            struct far { __u8 all[40]; __u64 gone; };
            command FAR = 2 { pdu struct far; }
            """;

    private static CommandDecoder decoder(String command) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", TEXT));
        return CommandDecoder.of(model.protocol().orElseThrow(),
                model.protocol().orElseThrow().command(command).orElseThrow(), Abi.X86_64);
    }

    /** n is 1, kind 7, the rest 3s, from byte {@code start} on. */
    private static MemorySegment struct(int start) {
        byte[] bytes = new byte[256];
        java.util.Arrays.fill(bytes, (byte) 3);
        MemorySegment memory = MemorySegment.ofArray(bytes);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, start, 1);
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, start + 4, 7);
        return memory;
    }

    private static String json(AreaDecoder decoder, CommandBytes bytes) throws IOException {
        StringWriter out = new StringWriter();
        decoder.writeFields(bytes, new JsonWriter(out));
        return out.toString();
    }

    @Test
    void anAreaStartsWhereItsBytesDo() throws IOException {
        CommandDecoder decoder = decoder("BOTH");
        AreaDecoder pdu = decoder.pdu().orElseThrow();
        assertThat(decoder.sqe().fields()).extracting(Field::offset).containsExactly(48, 52, 56, 72);
        assertThat(pdu.fields()).extracting(Field::offset).containsExactly(0, 4, 8, 24);
        String both = "{\"n\":1,\"kind\":7,\"at\":[\"0x303030303030303\"],\"tail\":[3,3,3,3,3,3,3,3],\"twice\":14}";
        assertThat(json(decoder.sqe(), CommandBytes.of(struct(5 + 48), 5, 128))).isEqualTo(both);
        assertThat(json(pdu, CommandBytes.of(struct(5), 5, 32))).isEqualTo(both);
    }

    @Test
    void borrowedBytesArePointedAtOneRequestAfterAnother() {
        AreaDecoder pdu = decoder("BOTH").pdu().orElseThrow();
        CommandBytes bytes = new CommandBytes();
        List<String> seen = new ArrayList<>();
        FieldVisitor visitor = (field, element, value) -> seen.add(field.path() + element + "=" + value);
        pdu.visit(bytes.pointAt(struct(0), 0, 32), visitor);
        pdu.visit(bytes.pointAt(MemorySegment.ofArray(new byte[32]), 0, 32), visitor);
        assertThat(seen).containsSubsequence("n0=1", "kind0=7", "at0=217020518514230019", "tail7=3", "n0=0", "kind0=0",
                "tail0=0").doesNotContain("at1=217020518514230019", "at0=0");
    }

    @Test
    void nothingLiesPastTheEndOfAnArea() throws IOException {
        AreaDecoder pdu = decoder("FAR").pdu().orElseThrow();
        Field all = pdu.fields().getFirst();
        assertThat(pdu.fits(all, 32)).as("40 bytes in a pdu of 32").isFalse();
        assertThat(pdu.present(all, CommandBytes.of(struct(0), 0, 32))).isFalse();
        List<Field> seen = new ArrayList<>();
        pdu.visit(CommandBytes.of(struct(0), 0, 32), (field, _, _) -> seen.add(field));
        assertThat(seen).isEmpty();
        assertThat(json(pdu, CommandBytes.of(struct(0), 0, 32))).startsWith("{\"all\":[1,0,0,0,7").endsWith(
                "3,3,null],\"gone\":null}");
    }

    @Test
    void namesOfThePduReadThePdu() {
        CommandDecoder decoder = decoder("BOTH");
        RequestValues values = new RequestValues(decoder);
        dev.ringspect.protocol.expr.Symbol.Variable twice = (dev.ringspect.protocol.expr.Symbol.Variable) values
                .find("pdu.twice").orElseThrow();
        values.submitted(CommandBytes.of(MemorySegment.ofArray(new byte[64]), 0, 64));
        assertThat(values.has(twice.variable())).as("no pdu was seen").isFalse();
        values.pdu(CommandBytes.of(struct(0), 0, 32));
        assertThat(values.has(twice.variable())).isTrue();
        assertThat(values.number(twice.variable())).isEqualTo(14);
    }
}
