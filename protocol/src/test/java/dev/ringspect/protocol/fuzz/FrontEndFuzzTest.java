package dev.ringspect.protocol.fuzz;

import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.token.Tokens;

/**
 * Whatever the bytes are, the front-ends answer and do not throw. A normal test run reads the inputs that are kept in the
 * resources; {@code docs/fuzzing.md} says how to look for new ones.
 */
class FrontEndFuzzTest {
    /** Layouts asked for in one input: a time for each input that stays short. */
    private static final int MOST = 200;

    private static final CConfiguration BARE = CConfiguration.bare(Abi.X86_64);

    private static SourceText text(String name, byte[] bytes) {
        return SourceText.of(name, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "60s")
    void rust(byte[] bytes) {
        RustFile file = RustFile.parse(text("a.rs", bytes));
        RustTypes types = new RustTypes(file, RustTarget.of(Abi.X86_64));
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        types.declared().stream().limit(MOST).forEach(declared -> {
            if (declared.answer() instanceof RustAnswer.Known(Type type, String _)) {
                layOut(type, engine);
            }
        });
        file.calls().forEach(call -> call.type().ifPresent(type -> types.typeOf(type, call.path())));
        file.items().forEach(item -> types.constant(item.name()));
    }

    @FuzzTest(maxDuration = "60s")
    void btf(byte[] bytes) {
        BtfTypes types = new BtfTypes(BtfParser.parse(bytes).file());
        LayoutEngine engine = new LayoutEngine(types.abi());
        types.all().stream().limit(MOST).forEach(named -> layOut(named.struct(), engine));
    }

    @FuzzTest(maxDuration = "60s")
    void tokens(byte[] bytes) {
        SourceText source = text("a.h", bytes);
        Tokens tokens = Tokens.of(source);
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            joined.append(tokens.text(i));
        }
        if (!joined.toString().equals(source.text())) {
            throw new IllegalStateException("the tokens are not the text");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void uring(byte[] bytes) {
        ProtocolModel model = ProtocolModel.of(text("a.uring", bytes));
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        model.structs().stream().limit(MOST).forEach(struct -> layOut(struct, engine));
        Inspections.of(model);
    }

    @FuzzTest(maxDuration = "60s")
    void driver(byte[] bytes) {
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(text("a.c", bytes)), "a.c", BARE);
        Inspections.of(CheckedSet.of(unit, List.of()), InspectionSettings.DEFAULT);
    }

    @FuzzTest(maxDuration = "60s")
    void rustDriver(byte[] bytes) {
        RustFile file = RustFile.parse(text("a.rs", bytes));
        Inspections.of(CheckedSet.of(file, List.of()), InspectionSettings.DEFAULT);
    }

    @FuzzTest(maxDuration = "60s")
    void c(byte[] bytes) {
        CTranslationUnit unit = CTranslationUnit.parse(Sources.of(text("a.h", bytes)), "a.h", BARE);
        unit.structs().stream().limit(MOST).forEach(unit::layout);
        unit.constants();
        unit.withoutLayout();
        unit.problems();
    }

    private static void layOut(Type type, LayoutEngine engine) {
        if (type.bare() instanceof Type.Struct struct) {
            engine.layout(struct);
        }
    }
}
