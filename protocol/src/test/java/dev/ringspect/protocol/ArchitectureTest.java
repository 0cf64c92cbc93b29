package dev.ringspect.protocol;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The arrows between the packages of this module, and what it must not know. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ringspect.protocol");

    @Test
    void arrowsPointDownwards() {
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
                .layer("text").definedBy("..protocol.text..")
                .layer("uapi").definedBy("..protocol.uapi..")
                .layer("token").definedBy("..protocol.token..")
                .layer("layout").definedBy("..protocol.layout..")
                .layer("edit").definedBy("..protocol.edit..")
                .layer("expr").definedBy("..protocol.expr..")
                .layer("syntax.c").definedBy("..protocol.syntax.c..")
                .layer("syntax.uring").definedBy("..protocol.syntax.uring..")
                .layer("syntax.btf").definedBy("..protocol.syntax.btf..")
                .layer("syntax.rust").definedBy("..protocol.syntax.rust..")
                .layer("format").definedBy("..protocol.format..")
                .layer("model").definedBy("..protocol.model..")
                .layer("decode").definedBy("..protocol.decode..")
                .layer("traffic").definedBy("..protocol.traffic..")
                .layer("inspect").definedBy("..protocol.inspect..")
                .whereLayer("text").mayNotAccessAnyLayer()
                .whereLayer("uapi").mayNotAccessAnyLayer()
                .whereLayer("token").mayOnlyAccessLayers("text")
                .whereLayer("layout").mayOnlyAccessLayers("text")
                .whereLayer("edit").mayOnlyAccessLayers("text", "layout")
                .whereLayer("expr").mayOnlyAccessLayers("text", "token", "layout")
                .whereLayer("syntax.c").mayOnlyAccessLayers("text", "token", "layout", "expr")
                .whereLayer("syntax.uring").mayOnlyAccessLayers("text", "token", "layout", "expr", "syntax.c")
                .whereLayer("format").mayOnlyAccessLayers("text", "token", "syntax.c", "syntax.uring")
                .whereLayer("syntax.btf").mayOnlyAccessLayers("text", "layout", "expr")
                .whereLayer("syntax.rust").mayOnlyAccessLayers("text", "layout")
                .whereLayer("model")
                .mayOnlyAccessLayers("text", "uapi", "layout", "expr", "syntax.c", "syntax.uring", "syntax.btf",
                        "syntax.rust")
                .whereLayer("decode").mayOnlyAccessLayers("text", "uapi", "layout", "expr", "model")
                .whereLayer("traffic").mayOnlyAccessLayers("text", "uapi", "layout", "expr", "model", "decode")
                .check(CLASSES);
    }

    @Test
    void noNativeCallAndNoProtocolOfEditors() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould().dependOnClassesThat().resideInAnyPackage("org.eclipse.lsp4j..", "dev.ringspect.tracer..",
                        "dev.ringspect.server..")
                .check(CLASSES);
    }
}
