package io.agentflux;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** Rules that hold in the whole module. The time rules are written without its package names, so other modules may copy them. */
@AnalyzeClasses(packages = "io.agentflux")
class ArchitectureTest {

    private static final Set<String> TIMED_OPERATORS = Set.of(
            "interval",
            "delay",
            "delayElement",
            "delayElements",
            "delaySequence",
            "delaySubscription",
            "timeout",
            "take",
            "skip",
            "elapsed",
            "timed",
            "timestamp",
            "sample",
            "sampleFirst",
            "buffer",
            "bufferTimeout",
            "window",
            "windowTimeout",
            "cache",
            "replay",
            "onBackpressureBuffer");

    private static final Set<String> ALWAYS_TIMED = Set.of("elapsed", "timed", "timestamp");

    @ArchTest
    static final ArchRule TIMED_OPERATORS_NAME_THEIR_SCHEDULER = noClasses()
            .that(DescribedPredicate.not(areTests()))
            .should()
            .accessTargetWhere(timedWithoutScheduler())
            .because(
                    "pitfall 23: without a Scheduler argument they run on the parallel scheduler and escape simulated time");

    @ArchTest
    static final ArchRule RETRIES_NAME_THEIR_SCHEDULER = noClasses()
            .that(DescribedPredicate.not(areTests()))
            .and(DescribedPredicate.not(callSchedulerOfRetry()))
            .should()
            .accessTargetWhere(call(
                    "starts a timed retry",
                    call -> call.getTargetOwner().isEquivalentTo(Retry.class)
                            && Set.of("backoff", "fixedDelay").contains(call.getName())))
            .because("pitfall 5: a back-off runs on the parallel scheduler unless told otherwise");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_SCHEDULER = noClasses()
            .that(DescribedPredicate.not(areTests()))
            .should()
            .accessTargetWhere(call("reads a clock of the machine", ArchitectureTest::readsMachineClock))
            .because("time comes from the injected Scheduler only");

    @ArchTest
    static final ArchRule NO_GLOBAL_SWITCHES = noClasses()
            .that(DescribedPredicate.not(areTests()))
            .should()
            .accessTargetWhere(call("flips a global switch", ArchitectureTest::flipsGlobalSwitch))
            .because("global switches belong to the application");

    @ArchTest
    static final ArchRule REFLECTS_ON_NOTHING = noClasses()
            .that(DescribedPredicate.not(areTests()))
            .and(DescribedPredicate.not(nameMatching(".*\\.StrategyCatalog(\\$.*)?")))
            .should()
            .accessTargetWhere(call("reflects", ArchitectureTest::reflects))
            .because("a native image needs no metadata then, except for classes that users name by text");

    @ArchTest
    static final ArchRule TESTS_DO_NOT_WAIT_FOR_EVER = noClasses()
            .should()
            .accessTargetWhere(call("verifies without a duration", ArchitectureTest::verifiesForEver))
            .because("pitfall 24: expectComplete().verify(Duration) ends, verifyComplete() may wait for ever");

    @ArchTest
    static final ArchRule VIRTUAL_TIME_IS_NOT_GLOBAL = noClasses()
            .should()
            .accessTargetWhere(call(
                    "switches virtual time on globally",
                    call -> call.getName().equals("withVirtualTime")
                            || call.getName().equals("getOrSet")))
            .because("pitfall 22: it would leak into tests that run beside it");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.agentflux.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NO_ARENA = noClasses()
            .that()
            .resideInAnyPackage("io.agentflux", "io.agentflux.time")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.agentflux.arena..",
                    "io.agentflux.strategy..",
                    "io.agentflux.guardrail..",
                    "io.agentflux.statistics..");

    @ArchTest
    static final ArchRule TIME_KNOWS_NO_AGENT = classes()
            .that()
            .resideInAPackage("io.agentflux.time")
            .and(DescribedPredicate.not(areTests()))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.agentflux.time", "java..", "reactor..", "org.reactivestreams", "org.jspecify..");

    @Test
    @DisplayName("the time rules catch what they forbid")
    void rulesCatchOffenders() {
        var offender = new ClassFileImporter().importClasses(Offender.class);

        assertThat(noClasses()
                        .should()
                        .accessTargetWhere(timedWithoutScheduler())
                        .evaluate(offender)
                        .getFailureReport()
                        .getDetails())
                .hasSize(4);
        assertThat(noClasses()
                        .should()
                        .accessTargetWhere(call("reads a clock", ArchitectureTest::readsMachineClock))
                        .evaluate(offender)
                        .getFailureReport()
                        .getDetails())
                .hasSize(3);
    }

    /** Does what the rules forbid, and beside it the same in the way that is allowed. */
    static final class Offender {

        Flux<?> forbidden() {
            return Flux.interval(Duration.ofSeconds(1))
                    .delayElements(Duration.ofSeconds(1))
                    .mergeWith(Mono.delay(Duration.ofSeconds(1)))
                    .timeout(Duration.ofSeconds(1));
        }

        Flux<?> allowed(Scheduler scheduler) {
            return Flux.interval(Duration.ofSeconds(1), scheduler)
                    .take(3)
                    .timeout(Mono.never())
                    .timeout(Duration.ofSeconds(1), scheduler);
        }

        Object clocks() {
            return new Object[] {Instant.now(), System.nanoTime(), InstantSource.system()};
        }
    }

    private static boolean readsMachineClock(JavaAccess<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getName();
        boolean hasClock = parameters(call).stream().anyMatch(type -> type.isAssignableTo(InstantSource.class));
        if (owner.equals("java.lang.System")) {
            return name.equals("currentTimeMillis") || name.equals("nanoTime");
        }
        if (Set.of("java.time.Clock", "java.time.InstantSource").contains(owner)) {
            return name.startsWith("system") || (name.startsWith("tick") && !hasClock);
        }
        return owner.startsWith("java.time.") && name.equals("now") && !hasClock;
    }

    private static boolean flipsGlobalSwitch(JavaAccess<?> call) {
        return call.getTargetOwner().isEquivalentTo(Hooks.class)
                || (call.getTargetOwner().isEquivalentTo(Schedulers.class)
                        && Set.of("setFactory", "onScheduleHook", "onHandleError", "addExecutorServiceDecorator")
                                .contains(call.getName()));
    }

    private static boolean reflects(JavaAccess<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getName();
        if (Set.of("java.lang.Class", "java.lang.ClassLoader").contains(owner)) {
            return name.matches(
                    "forName|loadClass|newInstance|getResource.*|get(Declared)?(Field|Method|Constructor).*");
        }
        return owner.startsWith("java.lang.reflect.")
                || owner.equals("java.util.ServiceLoader")
                || name.equals("newUpdater");
    }

    private static boolean verifiesForEver(JavaAccess<?> call) {
        return (call.getTargetOwner().isAssignableTo(StepVerifier.class)
                        && call.getName().equals("verify")
                        && parameters(call).isEmpty())
                || (call.getTargetOwner().isAssignableTo(StepVerifier.LastStep.class)
                        && call.getName().startsWith("verify"));
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget method ? method.getRawParameterTypes() : List.of();
    }

    private static DescribedPredicate<JavaAccess<?>> timedWithoutScheduler() {
        return call("uses a timed operator without a Scheduler", call -> {
            JavaClass owner = call.getTargetOwner();
            boolean reactor = owner.isEquivalentTo(Flux.class) || owner.isEquivalentTo(Mono.class);
            var parameters = parameters(call);
            boolean timed = parameters.stream().anyMatch(type -> type.isEquivalentTo(Duration.class));
            boolean scheduled = parameters.stream().anyMatch(type -> type.isEquivalentTo(Scheduler.class));
            return reactor
                    && !scheduled
                    && TIMED_OPERATORS.contains(call.getName())
                    && (timed || ALWAYS_TIMED.contains(call.getName()));
        });
    }

    private static DescribedPredicate<JavaClass> callSchedulerOfRetry() {
        return DescribedPredicate.describe(
                "give their retries a scheduler", type -> type.getMethodCallsFromSelf().stream()
                        .map(JavaAccess::getTarget)
                        .anyMatch(target -> target.getOwner().isEquivalentTo(RetryBackoffSpec.class)
                                && target.getName().equals("scheduler")));
    }

    private static DescribedPredicate<JavaAccess<?>> call(
            String description, java.util.function.Predicate<JavaAccess<?>> test) {
        return DescribedPredicate.describe(description, test);
    }

    private static DescribedPredicate<JavaClass> areTests() {
        return DescribedPredicate.describe("are tests", type -> type.getSource()
                .map(source -> ImportOption.Predefined.ONLY_INCLUDE_TESTS.includes(
                        com.tngtech.archunit.core.importer.Location.of(source.getUri())))
                .orElse(false));
    }
}
