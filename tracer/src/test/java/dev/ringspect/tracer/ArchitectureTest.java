package dev.ringspect.tracer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The arrows between the tracer's packages. */
class ArchitectureTest {
    private static final String ROOT = "dev.ringspect.tracer.";
    private static final JavaClasses TRACER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.ringspect.tracer");

    @Test
    void onlySysTouchesTheLinker() {
        noClasses().that().resideOutsideOfPackage(ROOT + "sys..").should().dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker").orShould().dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup").check(TRACER);
    }

    @Test
    void onlySysMakesRestrictedCalls() {
        DescribedPredicate<AccessTarget.CodeUnitCallTarget> restricted = describe("are restricted foreign calls",
                target -> target.getOwner().getName().startsWith("java.lang.foreign.")
                        && (target.getName().equals("reinterpret") || target.getName().equals("downcallHandle")
                                || target.getName().equals("upcallStub") || target.getName().equals("libraryLookup")));
        noClasses().that().resideOutsideOfPackage(ROOT + "sys..").should()
                .callCodeUnitWhere(describe("the target is restricted", call -> restricted.test(call.getTarget())))
                .check(TRACER);
    }
}
