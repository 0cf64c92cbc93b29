package dev.ringspect.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the server's packages must not know besides what the table of {@code docs/architecture.md} keeps from them. */
class ArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ringspect.server");

    @Test
    void onlyTheEdgeKnowsLsp() {
        noClasses().that().resideOutsideOfPackage("dev.ringspect.server.lsp..").should().dependOnClassesThat()
                .resideInAPackage("org.eclipse.lsp4j..").check(SERVER);
    }

    @Test
    void featuresKnowSnapshotsAndNothingElse() {
        noClasses().that().resideInAPackage("dev.ringspect.server.feature..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.live..", "dev.ringspect.server.lsp..",
                        "dev.ringspect.server.cli..", "dev.ringspect.tracer..", "com.google.gson..")
                .check(SERVER);
    }

    @Test
    void theEdgeStartsWithoutTheCommandLine() {
        noClasses().that().resideInAPackage("dev.ringspect.server.lsp..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.cli..", "picocli..").check(SERVER);
    }
}
