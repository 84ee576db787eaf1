package io.agentflux.sandbox.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.FailingListener;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.progress.Progress;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.statistics.SampleRatioTest;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class ActivityIntakeTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because");
    private static final Set<String> VARIANTS = Set.of("control", "a", "b");

    @TempDir
    private Path folder;

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private ExperimentStore store;
    private Experiments experiments;
    private ActivityIntake intake;

    @BeforeEach
    void open() {
        store = now(ExperimentStore.open(folder.resolve("test.db").toString(), Schedulers.parallel()));
        experiments = now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople(ActivityIntake.people())));
        intake = new ActivityIntake(experiments, clock);
    }

    @AfterEach
    void close() {
        experiments.close().block(SOON);
        store.close().block(SOON);
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private Experiment created() {
        return now(experiments.create(
                ExperimentSpec.builder(
                                "exp",
                                "Test",
                                List.of(
                                        VariantSpec.control("control").weighing(2),
                                        VariantSpec.treatment("a", GuardrailLimits.standard())
                                                .freezingStreaks(1),
                                        VariantSpec.treatment("b", GuardrailLimits.standard())))
                        .tenantEconomy(Map.of(EconomyParameter.SCAN_XP, 12.0))
                        .people(new PeopleSpec.Live())
                        .extraMetrics(List.of("SESSION_FREQUENCY"))
                        .build(),
                CAUSE));
    }

    private Experiment running() {
        Experiment experiment = created();
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private void passDay(Experiment experiment) {
        // goes through the lane behind the last day, so that the next one is scheduled when time moves
        experiment.release(null, CAUSE).block(SOON);
        int before = experiment.daysPlayed();
        clock.advanceBy(Duration.ofDays(1));
        long deadline = System.nanoTime() + SOON.toNanos();
        while (experiment.daysPlayed() == before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(experiment.daysPlayed()).isEqualTo(before + 1);
    }

    private List<Receipt> take(ToldActivity... told) {
        return now(intake.take("exp", List.of(told)));
    }

    private static ToldActivity scan(String id, String person) {
        return new ToldActivity(id, person, ActivityKind.SCAN, false);
    }

    private static double points(Receipt receipt) {
        return receipt.activity().award().total();
    }

    private long kept() {
        return Objects.requireNonNull(
                store.events(EventQuery.ofExperiment("exp").ofTypes(EventType.ACTIVITY))
                        .count()
                        .block(SOON));
    }

    @Test
    @DisplayName("a listener that fails keeps nobody else from telling what was done")
    void bearsListenersThatFail() {
        running();
        Sinks.Empty<Void> goOn = Sinks.empty();
        store.remove("nothing", "but a pause")
                .doOnTerminate(() -> goOn.asMono().block(SOON))
                .subscribe();
        CompletableFuture<List<Receipt>> first =
                intake.take("exp", List.of(scan("act_0", "ann"))).toFuture();
        intake.take("exp", List.of(scan("act_1", "ann"))).subscribe(new FailingListener<>());

        CompletableFuture<List<Receipt>> another =
                intake.take("exp", List.of(scan("act_2", "ann"))).toFuture();

        goOn.tryEmitEmpty();

        assertThat(first).succeedsWithin(SOON).asInstanceOf(LIST).hasSize(1);
        assertThat(another).succeedsWithin(SOON).asInstanceOf(LIST).hasSize(1);
        assertThat(take(scan("act_3", "ann"))).hasSize(1);
        assertThat(kept()).isEqualTo(4);
    }

    @Test
    @DisplayName("a scan is paid by the economy of global, tenant and variant, and shows in the metrics")
    void paysByThreeLayers() {
        Experiment experiment = running();
        Receipt first = take(scan("1", "ann")).get(0);
        assertThat(points(first)).isEqualTo(12 + 15);
        String variant = first.variantId();

        String other = personOf("a");
        now(experiment.arena("a").submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 18, "more")));
        assertThat(points(take(scan("2", other)).get(0))).isEqualTo(18);
        assertThat(points(take(scan("3", "ann")).get(0))).isEqualTo(variant.equals("a") ? 18 : 12);

        passDay(experiment);
        Signals signals = now(experiment.arena(variant).signals());
        assertThat(signals.enrolled()).isPositive();
        assertThat(signals.activeToday()).isEqualTo(signals.enrolled());
        assertThat(signals.metric(Metric.RETENTION_RATE).orElseThrow().value()).isEqualTo(1);
        assertThat(signals.metric(Metric.SCAN_FREQUENCY).orElseThrow().value()).isGreaterThanOrEqualTo(1);
    }

    @Test
    @DisplayName("what is told twice counts once and is answered as it was at first")
    void countsOnce() {
        Experiment experiment = running();
        Receipt first = take(scan("1", "ann")).get(0);
        List<Receipt> both = take(scan("1", "ann"), scan("2", "ann"), scan("2", "ann"));

        assertThat(both.get(0)).isEqualTo(new Receipt("1", first.variantId(), true, first.activity()));
        assertThat(both).extracting(Receipt::isRepeated).containsExactly(true, false, true);
        assertThat(both).extracting(ActivityIntakeTest::points).containsExactly(27.0, 12.0, 12.0);
        assertThat(kept()).isEqualTo(2);
        passDay(experiment);
        assertThat(experiment.state().variant(first.variantId()).headcount().totalScans())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("what is told again after weeks, when only the store remembers, still counts once")
    void countsOnceForGood() {
        Experiment experiment = running();
        Receipt first = take(scan("1", "ann")).get(0);
        for (int day = 0; day < 9; day++) {
            passDay(experiment);
        }
        take(scan("2", "ann"));
        Receipt again = take(scan("1", "ann")).get(0);

        assertThat(again).isEqualTo(new Receipt("1", first.variantId(), true, first.activity()));
        passDay(experiment);
        assertThat(experiment.state().variant(first.variantId()).headcount().totalScans())
                .isEqualTo(2);
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    @DisplayName("people are assigned at random by weight when first heard of, and stay")
    void assignsForGood() {
        running();
        List<ToldActivity> told = IntStream.range(0, 2_000)
                .mapToObj(number -> scan("1-" + number, "person-" + number))
                .toList();
        List<Receipt> receipts = Objects.requireNonNull(Flux.fromIterable(told)
                .buffer(500)
                .concatMap(batch -> intake.take("exp", batch))
                .flatMapIterable(batch -> batch)
                .collectList()
                .block(SOON));
        Map<String, Long> counts =
                receipts.stream().collect(Collectors.groupingBy(Receipt::variantId, Collectors.counting()));

        assertThat(counts.keySet()).isEqualTo(VARIANTS);
        assertThat(SampleRatioTest.of(
                                new long[] {counts.get("control"), counts.get("a"), counts.get("b")},
                                new double[] {2, 1, 1})
                        .pValue())
                .isGreaterThan(.001);
        for (int number = 0; number < 50; number++) {
            assertThat(take(scan("2-" + number, "person-" + number)).get(0).variantId())
                    .isEqualTo(receipts.get(number).variantId());
        }
    }

    @Test
    @DisplayName("after a restart people, points, streaks and what was told are as they were")
    void recovers() {
        Experiment experiment = running();
        take(scan("1", "ann"), scan("2", "ann"), scan("3", "bob"));
        passDay(experiment);
        take(scan("4", "ann"), new ToldActivity("5", "ann", ActivityKind.FEEDBACK, true));
        passDay(experiment);
        Receipt today = take(scan("6", "ann")).get(0);
        Map<String, Signals> before = signals(experiment);
        List<Progress> standing = progress(experiment);

        close();
        open();
        Experiment again = experiments.find("exp").orElseThrow();

        assertThat(signals(again)).isEqualTo(before);
        assertThat(progress(again)).isEqualTo(standing).hasSize(2);
        assertThat(take(scan("6", "ann")).get(0))
                .isEqualTo(new Receipt("6", today.variantId(), true, today.activity()));
        Receipt next = take(scan("7", "ann")).get(0);
        assertThat(next.activity().award().firstScanOfDay())
                .as("the first scan of the day came before the restart")
                .isZero();
        passDay(again);
        assertThat(take(scan("8", "ann")).get(0).activity().award().streak()).isEqualTo(15);
        assertThat(again.state().variant(today.variantId()).headcount().totalScans())
                .isGreaterThanOrEqualTo(5);
    }

    private static List<Progress> progress(Experiment experiment) {
        return VARIANTS.stream()
                .sorted()
                .flatMap(id -> experiment.cohort(id).progress().orElseThrow().everybody().stream())
                .toList();
    }

    private static ToldActivity brought(String id, String person, String referredBy) {
        return new ToldActivity(id, person, ActivityKind.SCAN, false).broughtBy(referredBy);
    }

    @Test
    @DisplayName("who brought a person is noted when the person is first heard of, and only then")
    void notesReferrals() {
        Experiment experiment = running();
        List<Receipt> receipts = take(
                scan("1", "ann"),
                brought("2", "bob", "ann"),
                brought("3", "bob", "cem"),
                brought("4", "cem", "cem"),
                brought("5", "dan", "a stranger"),
                brought("6", "ann", "bob"));
        assertThat(receipts)
                .extracting(receipt -> receipt.activity().referredBy())
                .containsExactly(null, "ann", null, null, "a stranger", null);
        passDay(experiment);
        take(brought("7", "eve", "ann"), brought("8", "flo", "eve"));
        passDay(experiment);

        Referrals.Count everybody = Referrals.of(experiment, 0).total();
        assertThat(everybody.people()).isEqualTo(6);
        assertThat(everybody.referred()).isEqualTo(3);
        assertThat(everybody.referrals()).isEqualTo(3);
        Referrals settled = Referrals.of(experiment, 2);
        assertThat(settled.total().settledPeople()).isEqualTo(4);
        assertThat(settled.total().settledReferrals()).isEqualTo(2);
        assertThat(settled.total().viralCoefficient()).isEqualTo(2 / 4.0);
        assertThat(settled.total().standardError()).isEqualTo(0.5);
        assertThat(Referrals.of(experiment, 3).total().viralCoefficient()).isNull();
        String variantOfAnn = receipts.get(0).variantId();
        assertThat(Objects.requireNonNull(settled.byVariant().get(variantOfAnn)).referrals())
                .as("where ann's people ended up does not matter")
                .isGreaterThanOrEqualTo(2);

        close();
        open();
        assertThat(Referrals.of(experiments.find("exp").orElseThrow(), 2)).isEqualTo(settled);
    }

    private String personOf(String variant) {
        return IntStream.range(0, 100)
                .mapToObj(number -> "person-" + number)
                .filter(person ->
                        take(scan("enrol-" + person, person)).get(0).variantId().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("a day missed is forgiven in the variant that has streak freezes, and after a restart as well")
    void freezesStreaks() {
        Experiment experiment = running();
        String saved = personOf("a");
        String lost = personOf("b");
        passDay(experiment);
        take(scan("1", saved), scan("2", lost));
        passDay(experiment);
        passDay(experiment);

        close();
        open();
        assertThat(take(scan("3", saved), scan("4", lost)))
                .extracting(receipt -> receipt.activity().award().streak())
                .containsExactly(10.0, 0.0);
    }

    @Test
    @DisplayName("days with activity from before a restart count for extra metrics after it")
    void extraMetrics() {
        Experiment experiment = running();
        String somebody = personOf("a");
        passDay(experiment);
        take(scan("1", somebody));
        passDay(experiment);

        close();
        open();
        Experiment again = experiments.find("exp").orElseThrow();
        take(scan("2", somebody));
        passDay(again);

        assertThat(now(again.arena("a").signals()).metrics())
                .as("active on each of three days, and the only one in this variant")
                .containsEntry("SESSION_FREQUENCY", MetricSignal.of(7, null, 1));
    }

    private static Map<String, Signals> signals(Experiment experiment) {
        return VARIANTS.stream()
                .collect(Collectors.toMap(
                        id -> id, id -> now(experiment.arena(id).signals())));
    }

    @Test
    @DisplayName("many tell at the same time: everything counts, caps hold, and nothing twice")
    void takesInFromMany() {
        Experiment experiment = running();
        int tellers = 8;
        int each = 300;
        List<Receipt> receipts = Objects.requireNonNull(Flux.range(0, tellers)
                .flatMap(
                        teller -> Flux.range(0, each)
                                .map(number -> scan("id-" + (teller / 2) + "-" + number, "person-" + number % 20))
                                .buffer(3)
                                .flatMap(told -> intake.take("exp", told), 16)
                                .subscribeOn(Schedulers.boundedElastic()),
                        tellers)
                .flatMapIterable(batch -> batch)
                .collectList()
                .block(SOON));

        assertThat(receipts).hasSize(tellers * each);
        assertThat(kept()).isEqualTo((long) (tellers / 2) * each);
        Map<String, Double> earned = receipts.stream()
                .filter(receipt -> !receipt.isRepeated())
                .collect(Collectors.groupingBy(
                        receipt -> receipt.activity().person(),
                        Collectors.summingDouble(
                                receipt -> receipt.activity().award().activity())));
        // 60 scans each, of which 20 count
        assertThat(earned).hasSize(20).allSatisfy((person, points) -> assertThat(points)
                .isEqualTo(20 * 12));
        passDay(experiment);
        long counted = VARIANTS.stream()
                .mapToLong(id -> experiment.state().variant(id).headcount().totalScans())
                .sum();
        assertThat(counted).isEqualTo(20 * 20);
    }

    @Test
    @DisplayName("what cannot be kept never was: it is paid anew when it is told again")
    void forgetsWhatIsNotKept() {
        running();
        store.close().block(SOON);
        assertThatThrownBy(() -> take(scan("1", "ann"), scan("2", "ann"))).isNotInstanceOf(AssertionError.class);

        store = now(ExperimentStore.open(folder.resolve("test.db").toString(), Schedulers.parallel()));
        experiments = now(
                Experiments.open(store, clock, Experiments.Settings.ofDefaults().livePeople(ActivityIntake.people())));
        intake = new ActivityIntake(experiments, clock);
        assertThat(take(scan("2", "ann")))
                .extracting(ActivityIntakeTest::points)
                .containsExactly(27.0);
    }

    @Test
    @DisplayName("nothing counts unless the experiment is running, on real people, and there")
    void refuses() {
        Experiment experiment = created();
        assertThatThrownBy(() -> take(scan("1", "ann")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is DRAFT; what people do counts while it is RUNNING");
        experiment.start(CAUSE).block(SOON);
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        assertThatThrownBy(() -> take(scan("1", "ann")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PAUSED");
        assertThat(kept()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> now(intake.take("other", List.of(scan("1", "ann")))));

        now(experiments.create(
                ExperimentSpec.builder(
                                "simulated",
                                "Simulated",
                                List.of(
                                        VariantSpec.control("control"),
                                        VariantSpec.treatment("a", GuardrailLimits.standard())))
                        .people(new PeopleSpec.Simulated("stationary", 1, 10))
                        .build(),
                CAUSE));
        assertThatThrownBy(() -> now(intake.take("simulated", List.of(scan("1", "ann")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("on simulated people");
    }

    @Test
    @DisplayName("too much at once is refused as a whole")
    void refusesTooMuch() {
        running();
        List<ToldActivity> many = new ArrayList<>();
        for (int number = 0; number <= ExperimentStore.MAXIMUM_CHANGES; number++) {
            many.add(scan("id-" + number, "ann"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> now(intake.take("exp", many)))
                .withMessageContaining("tell at most 1000");
        Set<Class<?>> failures = new HashSet<>();
        List<Receipt> some = Objects.requireNonNull(Flux.range(0, 60)
                .flatMap(
                        batch -> intake.take(
                                        "exp",
                                        IntStream.range(0, 500)
                                                .mapToObj(number -> scan(batch + "-" + number, "ann"))
                                                .toList())
                                .onErrorResume(failure -> {
                                    failures.add(failure.getClass());
                                    return Mono.just(List.of());
                                }),
                        60)
                .flatMapIterable(batch -> batch)
                .collectList()
                .block(SOON));
        assertThat(failures).isSubsetOf(Set.of(ArenaTransientException.class));
        assertThat(kept()).isEqualTo(some.size());
    }

    @Test
    @DisplayName("ids that the store could not keep are refused")
    void refusesBadIds() {
        assertThatIllegalArgumentException().isThrownBy(() -> scan("", "ann")).withMessageContaining("id is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scan("1", "a\u0000b"))
                .withMessageContaining("person is");
        assertThatIllegalArgumentException().isThrownBy(() -> scan("x".repeat(201), "ann"));
    }
}
