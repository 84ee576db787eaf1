package io.agentflux.strategies;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "io.agentflux.strategies", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> UNREPEATABLE_MATHS = Set.of(
            "sin", "cos", "tan", "exp", "log", "log10", "pow", "tanh", "sinh", "cosh", "expm1", "log1p", "random");

    @ArchTest
    static final ArchRule STRATEGIES_SEE_ONLY_CORE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.agentflux.strategies..",
                    "io.agentflux.strategy..",
                    "io.agentflux.arena",
                    "org.jspecify.annotations",
                    "org.ejml..",
                    "java.lang..",
                    "java.math..",
                    "java.util..")
            .because("a strategy decides on what it is shown, and knows no clock, network or thread");

    @ArchTest
    static final ArchRule FAMILIES_DO_NOT_SEE_ONE_ANOTHER =
            slices().matching("io.agentflux.strategies.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule NO_CLOCK = noClasses()
            .should()
            .callMethodWhere(describe(
                    "reads a clock",
                    call -> isOn(call, System.class)
                            && Set.of("currentTimeMillis", "nanoTime").contains(call.getName())))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class)
            .because("time belongs to whoever runs the strategy");

    @ArchTest
    static final ArchRule NO_UNSEEDED_RANDOMNESS = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
            .orShould()
            .callMethodWhere(describe("draws in a way that differs between JDKs", call -> Set.of(
                            "nextGaussian", "nextExponential", "getDefault", "randomUUID")
                    .contains(call.getName())))
            .because("the same seed must give the same decisions everywhere");

    @ArchTest
    static final ArchRule REPEATABLE_MATHS = noClasses()
            .should()
            .callMethodWhere(describe(
                    "uses Math where platforms may differ",
                    call -> isOn(call, Math.class) && UNREPEATABLE_MATHS.contains(call.getName())))
            .because("StrictMath gives the same bits on every platform");

    private static boolean isOn(JavaCall<?> call, Class<?> owner) {
        return call.getTargetOwner().isEquivalentTo(owner);
    }
}
