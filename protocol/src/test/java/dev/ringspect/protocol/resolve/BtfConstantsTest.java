package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.btf.BtfFixture;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Constants of imported type information, and whose machine's it is. */
class BtfConstantsTest {
    private static final String SOURCE = """
            enum plain { ONE = 1, MANY = 77 };
            enum wide { LITTLE = 1, LARGE = 0x123456789ULL };
            struct holder { enum plain p; enum wide w; long z; };
            struct holder kept;
            """;
    private static final String PROTOCOL = """
            protocol p;
            import btf "types.o";
            on device "/dev/p";
            struct pl { __u64 z; };
            """;
    private static final int E_MACHINE = 18;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anyConstantCanBeNamedInACheck() throws Exception {
        ProtocolModel model = model("command C = 1 { payload struct pl; check z == MANY \"no\"; }");
        assertThat(errors(model)).isEmpty();
        assertThat(model.constant("ONE")).contains(1L);
        assertThat(model.constant("NONE")).isEmpty();
    }

    @Test
    void cutConstantsAreAProblemAndNoValue() throws Exception {
        ProtocolModel named = model("command C = 1 { payload struct pl; check z == LARGE \"no\"; }");
        assertThat(errors(named)).singleElement().satisfies(error -> assertThat(error)
                .startsWith("LARGE is no number: enum wide has 8 bytes, and the file has its constants cut"));
        assertThat(errors(model("refine struct pl { z : enum wide; }"))).anySatisfy(error -> assertThat(error)
                .startsWith("in types.o: enum wide has 8 bytes, and the file has its constants cut to 32 bits"));
        BtfTypes types = new BtfTypes(BtfParser.parse(BtfFixture.compile(folder, SOURCE)).file());
        assertThat(types.cut()).singleElement().asString().startsWith("enum wide has 8 bytes");
        assertThat(types.enums("wide").getFirst().enumerators()).isEmpty();
        assertThat(types.enums("plain").getFirst().enumerators()).hasSize(2);
    }

    @Test
    void anotherMachinesTypesBringItsNameAndAWarning() throws Exception {
        byte[] object = BtfFixture.compile(folder, SOURCE);
        assertThat(BtfParser.parse(object).machine().name()).isEmpty();
        object[E_MACHINE] = 22;
        assertThat(BtfParser.parse(object).machine().name()).isEqualTo("s390x");
        Files.write(folder.resolve("types.o"), object);
        assertThat(read("command C = 1 { payload struct pl; }").problems()).extracting(Problem::message)
                .contains("types.o describes programs of s390x, and requests are decoded as those of x86_64");
        object[E_MACHINE] = (byte) 183;
        assertThat(new BtfTypes(BtfParser.parse(object).file(), BtfParser.parse(object).machine()).abi())
                .isEqualTo(Abi.AARCH64);
    }

    private static List<String> errors(ProtocolModel model) {
        return model.problems().stream().filter(problem -> problem.severity() == Severity.ERROR)
                .map(Problem::message).toList();
    }

    private ProtocolModel model(String text) throws Exception {
        Files.write(folder.resolve("types.o"), BtfFixture.compile(folder, SOURCE));
        return read(text);
    }

    private ProtocolModel read(String text) {
        return ProtocolModel.of(SourceText.of(folder.resolve("p.uring").toUri().toString(), PROTOCOL + text),
                Environment.bare(Sources.disk()));
    }
}
