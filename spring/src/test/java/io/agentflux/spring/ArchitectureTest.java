package io.agentflux.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.agentflux.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SEES_ONLY_CORE = noClasses()
            .should()
            .dependOnClassesThat(
                    DescribedPredicate.describe("are of another module than core", ArchitectureTest::isFar))
            .because("a service that embeds agents brings no laboratory along");

    private static boolean isFar(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("io.agentflux.strategies")
                || name.startsWith("io.agentflux.sandbox")
                || name.startsWith("io.agentflux.orchestrator")
                || name.startsWith("io.agentflux.config")
                || name.startsWith("io.agentflux.cli")
                || name.startsWith("io.agentflux.testkit");
    }
}
