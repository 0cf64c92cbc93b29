package dev.ringspect.server;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the server's packages. */
class ArchitectureTest {
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ringspect.server");

    @Test
    void onlyTheEdgeKnowsLsp() {
        noClasses().that().resideOutsideOfPackage("dev.ringspect.server.lsp..").should().dependOnClassesThat()
                .resideInAPackage("org.eclipse.lsp4j..").check(SERVER);
    }

    @Test
    void theStateDependsOnNothingAboveIt() {
        noClasses().that().resideInAPackage("dev.ringspect.server.state..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.feature..", "dev.ringspect.server.live..",
                        "dev.ringspect.server.lsp..", "dev.ringspect.server.cli..", "dev.ringspect.tracer..")
                .check(SERVER);
    }

    @Test
    void featuresKnowSnapshotsAndNothingElse() {
        noClasses().that().resideInAPackage("dev.ringspect.server.feature..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.live..", "dev.ringspect.server.lsp..",
                        "dev.ringspect.server.cli..", "dev.ringspect.tracer..", "com.google.gson..")
                .check(SERVER);
    }

    @Test
    void sessionsKnowNeitherFeaturesNorTheEdge() {
        noClasses().that().resideInAPackage("dev.ringspect.server.live..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.feature..", "dev.ringspect.server.lsp..",
                        "dev.ringspect.server.cli..")
                .check(SERVER);
    }

    @Test
    void theEdgeStartsWithoutTheCommandLine() {
        noClasses().that().resideInAPackage("dev.ringspect.server.lsp..").should().dependOnClassesThat()
                .resideInAnyPackage("dev.ringspect.server.cli..", "picocli..").check(SERVER);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.ringspect.server.(*)..").should().beFreeOfCycles().check(SERVER);
    }
}
