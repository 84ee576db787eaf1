package io.agentflux.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.agentflux.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule SEES_ONLY_CORE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.agentflux.testkit",
                    "io.agentflux",
                    "io.agentflux.arena",
                    "io.agentflux.guardrail",
                    "io.agentflux.strategy",
                    "org.assertj..",
                    "org.junit.jupiter.api",
                    "org.jspecify.annotations",
                    "reactor.core..",
                    "java..")
            .because("who tests with the kit needs nothing but the core");
}
