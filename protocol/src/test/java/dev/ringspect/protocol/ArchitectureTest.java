package dev.ringspect.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** What this module must not know. The arrows between packages are in the table of {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ringspect.protocol");

    @Test
    void noNativeCallAndNoProtocolOfEditors() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould().dependOnClassesThat().resideInAnyPackage("org.eclipse.lsp4j..", "dev.ringspect.tracer..",
                        "dev.ringspect.server..")
                .check(CLASSES);
    }
}
