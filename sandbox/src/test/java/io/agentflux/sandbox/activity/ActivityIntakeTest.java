package io.agentflux.sandbox.activity;

import static io.agentflux.sandbox.activity.TestIntake.SOON;
import static io.agentflux.sandbox.activity.TestIntake.VARIANTS;
import static io.agentflux.sandbox.activity.TestIntake.now;
import static io.agentflux.sandbox.activity.TestIntake.points;
import static io.agentflux.sandbox.activity.TestIntake.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.sandbox.FailingListener;
import io.agentflux.sandbox.HeldUpStore;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.statistics.SampleRatioTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class ActivityIntakeTest {

    @AutoClose
    private TestIntake intake;

    @BeforeEach
    void open(@TempDir Path folder) {
        intake = new TestIntake(folder);
    }

    @Test
    @DisplayName("a listener that fails keeps nobody else from telling what was done")
    void bearsListenersThatFail() {
        intake.running();
        Sinks.Empty<Void> goOn = Sinks.empty();
        intake.store()
                .remove("nothing", "but a pause")
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
        assertThat(intake.take(scan("act_3", "ann"))).hasSize(1);
        assertThat(intake.kept()).isEqualTo(4);
    }

    @Test
    @DisplayName("while a day that is over is not kept yet, what is told counts for it, as everybody sees that day")
    void countsForTheDayThatIsSeen() {
        Experiment experiment = intake.running();
        int seen = experiment.daysPlayed();
        CompletableFuture<List<Receipt>> late = new CompletableFuture<>();

        HeldUpStore.during(intake.store(), () -> {
            intake.endDay();
            assertThat(experiment.daysPlayed()).isEqualTo(seen);
            intake.take("exp", List.of(scan("act_0", "ann"))).subscribe(late::complete, late::completeExceptionally);
        });

        assertThat(late).succeedsWithin(SOON).satisfies(receipts -> assertThat(
                        receipts.get(0).activity().day())
                .isEqualTo(seen));
        assertThat(experiment.daysPlayed()).isEqualTo(seen + 1);
        assertThat(intake.take(scan("act_1", "ann")).get(0).activity().day()).isEqualTo(seen + 1);
    }

    @Test
    @DisplayName("a scan is paid by the economy of global, tenant and variant, and shows in the metrics")
    void paysByThreeLayers() {
        Experiment experiment = intake.running();
        Receipt first = intake.take(scan("1", "ann")).get(0);
        assertThat(points(first)).isEqualTo(12 + 15);
        String variant = first.variantId();

        String other = intake.personOf("a");
        now(experiment.arena("a").submit(ConfigUpdate.of(EconomyParameter.SCAN_XP, 18, "more")));
        assertThat(points(intake.take(scan("2", other)).get(0))).isEqualTo(18);
        assertThat(points(intake.take(scan("3", "ann")).get(0))).isEqualTo(variant.equals("a") ? 18 : 12);

        intake.passDay(experiment);
        Signals signals = now(experiment.arena(variant).signals());
        assertThat(signals.enrolled()).isPositive();
        assertThat(signals.activeToday()).isEqualTo(signals.enrolled());
        assertThat(signals.metric(Metric.RETENTION_RATE).orElseThrow().value()).isEqualTo(1);
        assertThat(signals.metric(Metric.SCAN_FREQUENCY).orElseThrow().value()).isGreaterThanOrEqualTo(1);
    }

    @Test
    @DisplayName("what is told twice counts once and is answered as it was at first")
    void countsOnce() {
        Experiment experiment = intake.running();
        Receipt first = intake.take(scan("1", "ann")).get(0);
        List<Receipt> both = intake.take(scan("1", "ann"), scan("2", "ann"), scan("2", "ann"));

        assertThat(both.get(0)).isEqualTo(new Receipt("1", first.variantId(), true, first.activity()));
        assertThat(both).extracting(Receipt::isRepeated).containsExactly(true, false, true);
        assertThat(both).extracting(TestIntake::points).containsExactly(27.0, 12.0, 12.0);
        assertThat(intake.kept()).isEqualTo(2);
        intake.passDay(experiment);
        assertThat(experiment.state().variant(first.variantId()).headcount().totalScans())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("what is told again after weeks, when only the store remembers, still counts once")
    void countsOnceForGood() {
        Experiment experiment = intake.running();
        Receipt first = intake.take(scan("1", "ann")).get(0);
        for (int day = 0; day < 9; day++) {
            intake.passDay(experiment);
        }
        intake.take(scan("2", "ann"));
        Receipt again = intake.take(scan("1", "ann")).get(0);

        assertThat(again).isEqualTo(new Receipt("1", first.variantId(), true, first.activity()));
        intake.passDay(experiment);
        assertThat(experiment.state().variant(first.variantId()).headcount().totalScans())
                .isEqualTo(2);
        assertThat(intake.kept()).isEqualTo(2);
    }

    @Test
    @DisplayName("people are assigned at random by weight when first heard of, and stay")
    void assignsForGood() {
        intake.running();
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
            assertThat(intake.take(scan("2-" + number, "person-" + number))
                            .get(0)
                            .variantId())
                    .isEqualTo(receipts.get(number).variantId());
        }
    }

    private static ToldActivity brought(String id, String person, String referredBy) {
        return new ToldActivity(id, person, ActivityKind.SCAN, false).broughtBy(referredBy);
    }

    @Test
    @DisplayName("who brought a person is noted when the person is first heard of, and only then")
    void notesReferrals() {
        Experiment experiment = intake.running();
        List<Receipt> receipts = intake.take(
                scan("1", "ann"),
                brought("2", "bob", "ann"),
                brought("3", "bob", "cem"),
                brought("4", "cem", "cem"),
                brought("5", "dan", "a stranger"),
                brought("6", "ann", "bob"));
        assertThat(receipts)
                .extracting(receipt -> receipt.activity().referredBy())
                .containsExactly(null, "ann", null, null, "a stranger", null);
        intake.passDay(experiment);
        intake.take(brought("7", "eve", "ann"), brought("8", "flo", "eve"));
        intake.passDay(experiment);

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

        intake.restart();
        assertThat(Referrals.of(intake.experiment(), 2)).isEqualTo(settled);
    }

    @Test
    @DisplayName("many tell at the same time: everything counts, caps hold, and nothing twice")
    void takesInFromMany() {
        Experiment experiment = intake.running();
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
        assertThat(intake.kept()).isEqualTo((long) (tellers / 2) * each);
        Map<String, Double> earned = receipts.stream()
                .filter(receipt -> !receipt.isRepeated())
                .collect(Collectors.groupingBy(
                        receipt -> receipt.activity().person(),
                        Collectors.summingDouble(
                                receipt -> receipt.activity().award().activity())));
        // 60 scans each, of which 20 count
        assertThat(earned).hasSize(20).allSatisfy((person, points) -> assertThat(points)
                .isEqualTo(20 * 12));
        intake.passDay(experiment);
        long counted = VARIANTS.stream()
                .mapToLong(id -> experiment.state().variant(id).headcount().totalScans())
                .sum();
        assertThat(counted).isEqualTo(20 * 20);
    }
}
