package dev.ringspect.protocol.syntax.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;

class BtfTypesTest {
    private static final String SOURCE = """
            typedef struct { int counter; } count_t;
            struct __attribute__((packed)) tight { char c; long l; short s; };
            struct node { struct node *next; count_t count; union { int i; struct { char a, b; }; }; };
            enum colour { RED = 1, BLUE = 7 };
            struct bits { unsigned a : 3; unsigned b : 11; enum colour c : 4; _Bool d; char name[16]; int tail[]; };
            struct node keep_node; struct tight keep_tight; struct bits keep_bits;
            """;

    @TempDir
    private Path folder = Path.of("");

    private static String text(BtfTypes types, String name) {
        StructLayout layout = new LayoutEngine(types.abi()).layout(types.named(name).getFirst().struct());
        return LayoutPrinter.of(SourceText.of("x", "")).text(layout);
    }

    @Test
    void compiledTypesAreShownAsTheyWereDeclared() throws Exception {
        BtfTypes types = new BtfTypes(BtfParser.parse(BtfFixture.compile(folder, SOURCE)).file());
        assertThat(text(types, "node")).isEqualTo("""
                struct node {
                    struct node *           next;                   /*     0     8 */
                    count_t                 count;                  /*     8     4 */
                    union {
                        int                 i;                      /*    12     4 */
                        struct {
                            char            a;                      /*    12     1 */
                            char            b;                      /*    13     1 */
                        };                                          /*    12     2 */
                    };                                              /*    12     4 */
                    /* x86_64: size 16, align 8, members 3, holes 0 (0 bytes), tail padding 0 */
                };
                """.replace("x86_64", types.abi().word()));
        assertThat(text(types, "tight")).contains("/*     1     8 */", "size 11, align 1, members 3, holes 0");
        assertThat(text(types, "bits")).contains("a : 3;", "/*   0:3     4 */", "enum colour", "c : 4;", "name[16];",
                "tail[];", "size 20, align 4");
        assertThat(types.named("count_t")).hasSize(1);
        assertThat(types.named("union node")).isEmpty();
    }

    @Test
    void moduleBuildsOnTheKernelBesideIt() throws IOException {
        byte[] kernel = BtfBytes.raw("first", 0, "int");
        byte[] module = BtfBytes.raw("second", 2, "int");
        Files.write(folder.resolve("vmlinux"), kernel);
        Path file = Files.write(folder.resolve("module.btf"), module);
        BtfParser.Result result = BtfSource.read(file);
        assertThat(result.problems()).isEmpty();
        assertThat(result.file().firstOwnId()).isEqualTo(3);
        assertThat(new BtfTypes(result.file()).type(4).display()).isEqualTo("second");
        assertThat(new BtfTypes(result.file()).type(4).bare()).isInstanceOf(Type.Int.class);
    }

    @Test
    @Timeout(60)
    void damageGivesTypesInBoundedTime() throws Exception {
        byte[] object = BtfFixture.compile(folder, SOURCE);
        for (int length = 0; length < object.length; length += 3) {
            use(BtfParser.parse(Arrays.copyOf(object, length)).file());
        }
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = object.clone();
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            use(BtfParser.parse(damaged).file());
        }
    }

    @Test
    @Timeout(60)
    void structsThatHoldThemselvesOrTooMuchAreCutOff() {
        use(BtfParser.parse(structs(1, 0)).file());
        // Each holds the one before twice: 2^400 members if they were all laid out.
        use(BtfParser.parse(structs(400, 1)).file());
        use(BtfParser.parse(structs(20_000, 1)).file());
    }

    /** {@code count} structs of two members each, whose type is the struct {@code back} before. */
    private static byte[] structs(int count, int back) {
        byte[] strings = "\0a\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int each = 12 + 2 * 12;
        ByteBuffer bytes = ByteBuffer.allocate(24 + count * each + strings.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
        bytes.putInt(0).putInt(count * each).putInt(count * each).putInt(strings.length);
        for (int id = 1; id <= count; id++) {
            bytes.putInt(1).putInt(BtfKind.STRUCT.number() << 24 | 2).putInt(0x7FFFFFFF);
            bytes.putInt(1).putInt(id - back).putInt(0);
            bytes.putInt(1).putInt(id - back).putInt(-1);
        }
        return bytes.put(strings).array();
    }

    /** Lays everything out. */
    private static void use(BtfFile file) {
        BtfTypes types = new BtfTypes(file);
        LayoutEngine engine = new LayoutEngine(types.abi());
        long members = 0;
        for (BtfTypes.Named named : types.all().stream().limit(500).toList()) {
            StructLayout layout = engine.layout(named.struct());
            members += layout.members().size();
            layout.type().display();
        }
        assertThat(members).isLessThan(1 << 26);
        for (int id = 0; id <= Math.min(file.end(), 2_000); id++) {
            types.type(id).display();
        }
    }
}
