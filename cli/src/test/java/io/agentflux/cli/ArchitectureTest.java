package io.agentflux.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;

/** The arrows between the modules; this module sees them all. */
@AnalyzeClasses(packages = "io.agentflux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String STRATEGIES = "io.agentflux.strategies..";
    private static final String SANDBOX = "io.agentflux.sandbox..";
    private static final String ORCHESTRATOR = "io.agentflux.orchestrator..";
    private static final String CONFIG = "io.agentflux.config..";
    private static final String CLI = "io.agentflux.cli..";

    @ArchTest
    static final ArchRule CORE_SEES_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("io.agentflux..")
            .and()
            .resideOutsideOfPackages(STRATEGIES, SANDBOX, ORCHESTRATOR, CONFIG, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STRATEGIES, SANDBOX, ORCHESTRATOR, CONFIG, CLI);

    @ArchTest
    static final ArchRule STRATEGIES_SEE_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage(STRATEGIES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SANDBOX, ORCHESTRATOR, CONFIG, CLI);

    @ArchTest
    static final ArchRule SANDBOX_SEES_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage(SANDBOX)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STRATEGIES, ORCHESTRATOR, CONFIG, CLI);

    @ArchTest
    static final ArchRule ORCHESTRATOR_SEES_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage(ORCHESTRATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STRATEGIES, SANDBOX, CONFIG, CLI);

    @ArchTest
    static final ArchRule CONFIG_DOES_NOT_SEE_THE_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI);

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("io.agentflux.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NOBODY_PRINTS_BUT_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, "io.agentflux.benchmarks..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    @DisplayName("the rules look at every module")
    static void everyModuleIsLookedAt(JavaClasses classes) {
        for (String module : new String[] {"strategies", "sandbox", "orchestrator", "config", "cli", "arena"}) {
            assertThat(classes).anyMatch(type -> type.getPackageName().startsWith("io.agentflux." + module));
        }
    }
}
