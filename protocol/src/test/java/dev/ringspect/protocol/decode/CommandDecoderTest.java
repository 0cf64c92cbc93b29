package dev.ringspect.protocol.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;

class CommandDecoderTest {
    @Test
    void numbersOfEveryWidthAndOrder() {
        check("""
                struct p { __u8 a; __s8 b; __le16 c; __be16 d; __s16 e; __be64 f; };
                """, 64, sqe -> sqe.put(48, (byte) 0xFF).put(49, (byte) 0xFF).putShort(50, (short) 0x1234)
                .putShort(52, (short) 0x1234).putShort(54, (short) -2)
                .putLong(56, 0x0102030405060708L), """
                {"a":255,"b":-1,"c":4660,"d":13330,"e":-2,"f":"0x807060504030201"}""");
    }

    @Test
    void unsigned64IsTextWhateverItsValue() {
        check("struct p { __u64 a; __s64 b; };", 64, sqe -> sqe.putLong(48, 7).putLong(56, -7),
                "{\"a\":\"0x7\",\"b\":-7}");
    }

    @Test
    void nestedStructsArraysAndText() {
        check("""
                struct in { __u8 x; __u8 y; };
                struct p { struct in one; struct in two[2]; __u8 m[2][2]; char name[6]; struct { __u8 anon; }; };
                """, 128, sqe -> {
            for (int i = 0; i < 10; i++) {
                sqe.put(48 + i, (byte) i);
            }
            sqe.put(58, "ring\0x".getBytes(StandardCharsets.US_ASCII)).put(64, (byte) 9);
        }, """
                {"one":{"x":0,"y":1},"two":[{"x":2,"y":3},{"x":4,"y":5}],"m":[[6,7],[8,9]],"name":"ring","anon":9}""");
    }

    @Test
    void allMembersOfAUnionAreGiven() {
        check("struct p { union { __u32 whole; __u16 half[2]; } u; __u32 after; };", 64,
                sqe -> sqe.putInt(48, 0x00020001).putInt(52, 3),
                "{\"u\":{\"whole\":131073,\"half\":[1,2]},\"after\":3}");
    }

    @Test
    void bitFields() {
        check("struct p { __u32 a : 3; __u32 b : 7; __s32 c : 2; __u64 d : 60; };", 64,
                sqe -> sqe.putInt(48, 5 | 100 << 3 | 3 << 10).putLong(56, -2),
                "{\"a\":5,\"b\":100,\"c\":-1,\"d\":\"0xffffffffffffffe\"}");
    }

    @Test
    void packedMembersMayLieAnywhere() {
        check("struct p { __u8 a; __u64 b; __be32 c; } __attribute__((packed));", 64,
                sqe -> sqe.put(48, (byte) 1).putLong(49, 2).putInt(57, 0x01000000),
                "{\"a\":1,\"b\":\"0x2\",\"c\":1}");
    }

    @Test
    void aPayloadThatDoesNotFitIsDecodedAsFarAsItGoes() throws IOException {
        CommandDecoder decoder = decoder("struct p { __u64 a; __u32 b; __u32 c[3]; __u64 d; };");
        DecodedCommand decoded = decoder
                .decode(CommandBytes.of(sqe(64, sqe -> sqe.putLong(48, 1).putInt(56, 2).putInt(60, 3)), 0, 64));
        assertThat(json(decoded)).isEqualTo("{\"a\":\"0x1\",\"b\":2,\"c\":[3,null],\"d\":null}");
        assertThat(decoded.cut()).isTrue();
        assertThat(decoded.payloadAvailable()).isEqualTo(16);
        assertThat(decoded.payloadSize()).isEqualTo(32);
    }

    @Test
    void enumsFlagsAndPointersHaveMeanings() {
        CommandDecoder decoder = decoder("""
                enum op { READ = 1, WRITE = 2 };
                enum fl { FUA = 1, LR = 4 };
                struct p { __u32 op; __u32 fl; __u64 addr; };
                refine struct p { op : enum op; fl : flags enum fl; addr : pointer to __u8[16]; }
                """);
        DecodedCommand decoded = decoder
                .decode(CommandBytes.of(sqe(64, sqe -> sqe.putInt(48, 2).putInt(52, 13).putLong(56, 255)), 0, 64));
        assertThat(decoded.payload()).extracting(value -> ((DecodedValue.Scalar) value).text()).containsExactly("2",
                "13", "0xff");
        assertThat(decoded.payload()).extracting(value -> ((DecodedValue.Scalar) value).meaning().orElse("-"))
                .containsExactly("WRITE", "FUA|LR|0x8", "-");
    }

    @Test
    void meaningsSayWhatNumbersAre() {
        CommandDecoder decoder = decoder("""
                struct p { __s32 err; __u32 magic; __u8 name[4]; __u32 wait; __u64 at; __u32 len; __u32 net; };
                refine struct p {
                    err : errno; magic : text; name : text; wait : time ms; at : pointer to __u8[len]; net : be32;
                }
                """);
        DecodedCommand decoded = decoder.decode(CommandBytes.of(sqe(128,
                sqe -> sqe.putInt(48, -22).putInt(52, 0x676E6972)
                        .put(56, new byte[]{'a', 'b'}).putInt(60, 1500).putLong(64, 0x7F00).putInt(72, 4096)
                        .putInt(76, 0x01000000)),
                0, 128));
        assertThat(decoded.payload()).extracting(CommandDecoderTest::shown).containsExactly("err=-22 -EINVAL",
                "magic=1735289202 \"ring\"", "name=ab", "wait=1500 1.5 s", "at=0x7f00 __u8[4096]", "len=4096", "net=1");
    }

    @Test
    void bitsAndValuesStandBesideTheirMembers() throws IOException {
        CommandDecoder decoder = decoder("""
                enum mode { SLOW, FAST };
                struct in { __u32 lo; __u32 hi; };
                struct p { __u32 word; struct in x; struct in y[2]; };
                refine struct p { word bits { 0..15 nlb; 30 fua; 31 speed : enum mode; } value twice = nlb * 2; }
                refine struct in { value all = lo | (__u64)hi << 32; lo bits { 0..3 low; } }
                """);
        MemorySegment sqe = sqe(128, bytes -> bytes.putInt(48, 0x8000_0007).putInt(52, 0x21).putInt(56, 1)
                .putInt(68, 0xF));
        assertThat(json(decoder.decode(CommandBytes.of(sqe, 0, 128))))
                .isEqualTo("{\"word\":2147483655,\"nlb\":7,\"fua\":0,\"speed\":1,"
                        + "\"x\":{\"lo\":33,\"low\":1,\"hi\":1,\"all\":\"0x100000021\"},"
                        + "\"y\":[{\"lo\":0,\"low\":0,\"hi\":0,\"all\":\"0x0\"},"
                        + "{\"lo\":15,\"low\":15,\"hi\":0,\"all\":\"0xf\"}],\"twice\":14}");
        RequestValues values = new RequestValues(decoder);
        assertThat(Expression.compile("nlb == 7 && speed == FAST && twice == 14 && x.all == 0x100000021"
                + " && y[1].low == 15 && y[1].all == 15", values).expression().orElseThrow()).satisfies(all -> {
                    values.submitted(CommandBytes.of(sqe, 0, 128));
                    assertThat(all.test(values)).isTrue();
                    values.submitted(CommandBytes.of(sqe, 0, 64));
                    assertThat(all.test(values)).isFalse();
                });
    }

    private static String shown(DecodedValue value) {
        return value.name() + "=" + switch (value) {
            case DecodedValue.Scalar scalar -> scalar.text() + scalar.meaning().or(scalar::target)
                    .map(text -> " " + text).orElse("");
            case DecodedValue.Text text -> text.text();
            case DecodedValue.Struct _,DecodedValue.Array _,DecodedValue.Missing _ -> "?";
        };
    }

    @Test
    void socketCommandsUseTheSqeItself() throws IOException {
        Protocol socket = ProtocolSet.builtin().protocol("socket").orElseThrow();
        CommandDecoder decoder = CommandDecoder.of(socket, socket.command("GETSOCKOPT").orElseThrow(), Abi.X86_64);
        DecodedCommand decoded = decoder.decode(CommandBytes
                .of(sqe(64, sqe -> sqe.putInt(16, 1).putInt(20, 7).putInt(44, 4).putLong(48, 0x7F00)), 0, 64));
        assertThat(json(decoded)).isEqualTo("{\"level\":1,\"optname\":7,\"option\":\"0x700000001\",\"optlen\":4,"
                + "\"optval\":\"0x7f00\"}");
        assertThat(decoded.sqe()).extracting(value -> ((DecodedValue.Scalar) value).meaning().orElse("-"))
                .containsExactly("SOL_SOCKET", "-", "SO_SNDBUF", "-", "-");

        CommandDecoder setter = CommandDecoder.of(socket, socket.command("SETSOCKOPT").orElseThrow(), Abi.X86_64);
        DecodedCommand noDelay = setter
                .decode(CommandBytes.of(sqe(64, sqe -> sqe.putInt(16, 6).putInt(20, 1).putInt(44, 4)), 0, 64));
        assertThat(noDelay.sqe()).extracting(value -> ((DecodedValue.Scalar) value).meaning().orElse("-"))
                .as("TCP_NODELAY is 1, as SO_DEBUG is at another level")
                .containsExactly("SOL_TCP", "-", "TCP_NODELAY", "-", "-");
    }

    @Test
    void completionsAreDecodedWithTheirBigWordsWhereTheyHaveThem() {
        Protocol socket = ProtocolSet.builtin().protocol("socket").orElseThrow();
        CommandDecoder decoder = CommandDecoder.of(socket, socket.command("TX_TIMESTAMP").orElseThrow(), Abi.X86_64);
        MemorySegment sqe = sqe(64, _ -> {});
        assertThat(decoder.decode(CommandBytes.of(sqe, 0, 64), -125, 0, 1, 2, false).cqe()).as("an errno is no key")
                .isEmpty();
        assertThat(decoder.decode(CommandBytes.of(sqe, 0, 64), 5, 0, 1, 2, false).cqe()).extracting(DecodedValue::name)
                .containsExactly("tskey");
        assertThat(decoder.decode(CommandBytes.of(sqe, 0, 64), 3, 2, 10, 20, true).cqe())
                .extracting(value -> value.name() + "=" + ((DecodedValue.Scalar) value).text())
                .containsExactly("tskey=3", "tv_sec=0xa", "tv_nsec=0x14");
    }

    @Test
    void visitingGivesEveryNumberOnce() {
        CommandDecoder decoder = decoder("struct p { __u16 a; __u8 b[2]; __u32 c; __u64 far; __u64 gone; };");
        List<String> seen = new ArrayList<>();
        decoder.sqe()
                .visit(CommandBytes.of(
                        sqe(64, sqe -> sqe.putShort(48, (short) 1).put(50, (byte) 2).put(51, (byte) 3).putInt(52, 4)),
                        0, 64), (field, element, value) -> seen.add(field.path() + "[" + element + "]=" + value));
        assertThat(seen).containsExactly("a[0]=1", "b[0]=2", "b[1]=3", "c[0]=4", "far[0]=0");
    }

    @Test
    void anSqeMayStartAnywhereInMemory() {
        CommandDecoder decoder = decoder("struct p { __u64 a; };");
        ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN).putLong(61 + 48, 42);
        Field a = decoder.field("a").orElseThrow();
        assertThat(decoder.sqe().number(a, 0, CommandBytes.of(MemorySegment.ofArray(bytes.array()), 61, 64)))
                .isEqualTo(42);
    }

    @Test
    void oneDecoderDisplaysBothSizesOfSqe() throws IOException {
        CommandDecoder decoder = decoder("struct p { __u64 a; __u64 b; __u64 c; };");
        MemorySegment wide = sqe(128, sqe -> sqe.putLong(48, 1).putLong(56, 2).putLong(64, 3));
        assertThat(json(decoder.decode(CommandBytes.of(wide, 0, 128)))).isEqualTo("""
                {"a":"0x1","b":"0x2","c":"0x3"}""");
        assertThat(json(decoder.decode(CommandBytes.of(wide, 0, 64)))).isEqualTo("""
                {"a":"0x1","b":"0x2","c":null}""");
        assertThat(json(decoder.decode(CommandBytes.of(wide, 0, 128)))).isEqualTo("""
                {"a":"0x1","b":"0x2","c":"0x3"}""");
    }

    private static void check(String types, int sqeBytes, Consumer<ByteBuffer> fill, String json) {
        try {
            CommandDecoder decoder = decoder(types);
            assertThat(json(decoder.decode(CommandBytes.of(sqe(sqeBytes, fill), 0, sqeBytes)))).isEqualTo(json);
            StringWriter straight = new StringWriter();
            try (JsonWriter out = new JsonWriter(straight)) {
                decoder.sqe().writeFields(CommandBytes.of(sqe(sqeBytes, fill), 0, sqeBytes), out);
            }
            assertThat(straight).hasToString(json);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
    }

    private static CommandDecoder decoder(String types) {
        ProtocolModel model = ProtocolModel.of(SourceText.of("test", "protocol t;\non device \"/dev/t\";\n" + types
                + "\ncommand C = 1 { payload struct p; }\n"));
        assertThat(model.problems()).isEmpty();
        Protocol protocol = model.protocol().orElseThrow();
        return CommandDecoder.of(protocol, protocol.command("C").orElseThrow(), Abi.X86_64);
    }

    private static MemorySegment sqe(int bytes, Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(buffer);
        return MemorySegment.ofArray(buffer.array());
    }

    private static String json(DecodedCommand command) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            DecodedJson.writeFields(command, out);
        }
        return text.toString();
    }
}
