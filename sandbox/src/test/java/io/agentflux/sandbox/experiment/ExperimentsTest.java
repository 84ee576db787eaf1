package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.Metric;
import io.agentflux.arena.RejectionCode;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.Signals;
import io.agentflux.guardrail.Bounds;
import io.agentflux.guardrail.ExtraGuardrails;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.RepeatableArena.Request;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentStore;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ExperimentsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(
                            VariantSpec.control("control"),
                            VariantSpec.treatment("a", GuardrailLimits.standard())
                                    .weighing(2),
                            VariantSpec.treatment("b", GuardrailLimits.aggressive())
                                    .named("B")
                                    .startingWith(Map.of(EconomyParameter.SCAN_XP, 18.0))
                                    .limitedFurtherBy(new ExtraGuardrails(
                                            Map.of(EconomyParameter.SCAN_XP, new Bounds(1, 20)), 900.0, false))))
            .hypothesis("more is better")
            .primaryMetric(Metric.RETENTION_RATE)
            .people(new PeopleSpec.Simulated("stationary", 3, 30))
            .extraMetrics(List.of("SESSION_FREQUENCY", "LEVEL_ENTROPY"))
            .days(50)
            .signalCache(Duration.ofSeconds(1))
            .build();

    @TempDir
    private Path folder;

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private ExperimentStore store;
    private Experiments experiments;

    @BeforeEach
    void open() {
        store = now(ExperimentStore.open(location(), Schedulers.parallel()));
        experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
    }

    @AfterEach
    void close() {
        experiments.close().block(SOON);
        store.close().block(SOON);
    }

    private void restart() {
        close();
        open();
    }

    private String location() {
        return folder.resolve("test.db").toString();
    }

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    private static ConfigUpdate scanXp(double value) {
        return ConfigUpdate.of(EconomyParameter.SCAN_XP, value, "because");
    }

    private Experiment running() {
        Experiment experiment = now(experiments.create(SPEC, CAUSE));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private Experiment again() {
        return experiments.find("exp_1").orElseThrow();
    }

    private void passDays(Experiment experiment, int days) {
        for (int i = 0; i < days; i++) {
            passDay(experiment);
        }
    }

    private void passDay(Experiment experiment) {
        PassingDay.of(experiment, clock);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "an experiment is there again as it was: set-up, status, freezes, economies, counters, people and signals")
    void recovers(boolean isStoppedInOrder) {
        Experiment experiment = running();
        passDays(experiment, 2);
        now(experiment.arena("a").submit(scanXp(12)));
        now(experiment.arena("a").submit(scanXp(13)));
        passDays(experiment, 9);
        now(experiment.arena("b").submit(scanXp(12)));
        experiment.freeze("b", null, new Cause("monitor", "retention fell")).block(SOON);
        experiment.arena("a").heartbeat(Duration.ofSeconds(30), Map.of()).block(SOON);
        ExperimentState state = experiment.state();
        Scoreboard scoreboard = now(experiment.arena("a").scoreboard());
        List<Decision> decisions = now(experiment.arena("a").decisions(1, 10)).decisions();

        if (isStoppedInOrder) {
            restart();
        } else {
            // as after a crash: nothing was written down for the next start, but for heartbeats
            clock.advanceBy(Duration.ofSeconds(3));
            store.remove("nothing", "but a barrier").block(SOON);
            experiments = now(Experiments.open(store, clock, Experiments.Settings.ofDefaults()));
        }

        assertThat(store.document("checkpoint", "exp_1").hasElement().block(SOON))
                .isEqualTo(isStoppedInOrder);
        Experiment recovered = again();
        assertThat(recovered).isNotSameAs(experiment);
        assertThat(recovered.spec()).isEqualTo(SPEC);
        assertThat(recovered.state()).isEqualTo(state);
        assertThat(now(recovered.arena("a").scoreboard())).isEqualTo(scoreboard);
        assertThat(now(recovered.arena("a").decisions(1, 10)).decisions()).isEqualTo(decisions);
        assertThat(recovered.contact("a").pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(now(recovered.arena("b").submit(scanXp(12))).isRejectedAs(RejectionCode.CIRCUIT_BREAKER_ACTIVE))
                .isTrue();
    }

    @Test
    @DisplayName("people go on after a restart exactly as they would have gone on without one")
    void peopleGoOn() {
        Experiment experiment = running();
        now(experiment.arena("a").submit(scanXp(15)));
        passDays(experiment, 4);
        restart();
        passDays(again(), 5);
        Signals interrupted = now(again().arena("a").signals());

        Experiment uninterrupted = Experiment.simulated(SPEC, clock);
        uninterrupted.start(CAUSE).block(SOON);
        now(uninterrupted.arena("a").submit(scanXp(15)));
        clock.advanceBy(Duration.ofDays(9));
        Signals expected = now(uninterrupted.arena("a").signals());

        assertThat(interrupted.metrics()).hasSize(8).isEqualTo(expected.metrics());
        assertThat(interrupted.totalScans()).isEqualTo(expected.totalScans());
    }

    @Test
    @DisplayName("an experiment cannot ask for a metric that there is none of")
    void unknownMetric() {
        ExperimentSpec spec = ExperimentSpec.builder("exp_2", "Other", SPEC.variants())
                .extraMetrics(List.of("STICKINESS", "STICKYNESS"))
                .build();

        assertThatThrownBy(() -> experiments.create(spec, CAUSE).block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no extra metric 'STICKYNESS'; there are STICKINESS, CHURN_RATE");
        assertThat(experiments.find("exp_2")).isEmpty();
    }

    @Test
    @DisplayName("the rate limit holds across a restart")
    void rateLimitHolds() {
        now(running().arena("a").submit(scanXp(12)));
        restart();

        ConfigResult tooSoon = now(again().arena("a").submit(scanXp(13)));
        clock.advanceBy(Duration.ofHours(1));
        ConfigResult later = now(again().arena("a").submit(scanXp(13)));

        assertThat(tooSoon.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(tooSoon.nextAllowedUpdate()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(later.accepted()).isTrue();
    }

    @Test
    @DisplayName("a request answered before a restart gets the same answer afterwards, as long as its name means it")
    void repeatedRequests() {
        ConfigResult first = now(repeatable().submit(scanXp(12), named("request-1")));
        restart();

        ConfigResult again = now(repeatable().submit(scanXp(12), named("request-1")));
        ConfigResult other = now(repeatable().submit(scanXp(12), named("request-2")));
        clock.advanceBy(Duration.ofMinutes(5));
        ConfigResult tooLate = now(repeatable().submit(scanXp(12), named("request-1")));

        assertThat(first.accepted()).isTrue();
        assertThat(again).isEqualTo(first);
        assertThat(other.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(tooLate.isRejectedAs(RejectionCode.RATE_LIMITED)).isTrue();
        assertThat(again().state().variant("a").accepted()).isEqualTo(1);
        assertThat(again().state().variant("a").rejected()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a request known by its content is another one after a restart, too, once nothing but that is in its way")
    void repeatedContent() {
        Request content = new Request("content", Duration.ofDays(1), false);
        ConfigResult first = now(repeatable().submit(scanXp(12), content));
        restart();

        ConfigResult again = now(repeatable().submit(scanXp(12), content));
        boolean tooEarly = repeatable().isTooEarlyAfter(first, scanXp(12));
        clock.advanceBy(again().spec().variant("a").limits().updateInterval());
        boolean stillTooEarly = repeatable().isTooEarlyAfter(first, scanXp(12));
        ConfigResult later = now(repeatable().submit(scanXp(12), content));

        assertThat(again).isEqualTo(first);
        assertThat(tooEarly).isTrue();
        assertThat(stillTooEarly).isFalse();
        assertThat(later.accepted()).isTrue();
        assertThat(later.decisionLogId()).isNotEqualTo(first.decisionLogId());
    }

    private static Request named(String key) {
        return new Request(key, Duration.ofMinutes(5), true);
    }

    private RepeatableArena repeatable() {
        return (RepeatableArena)
                experiments.find("exp_1").orElseGet(this::running).arena("a");
    }

    @Test
    @DisplayName(
            "updates of one variant at the same time are judged one after the other: one is accepted, all are kept")
    void concurrentUpdates() {
        Experiment experiment = running();

        List<ConfigResult> results = now(Flux.range(0, 500)
                .flatMap(i -> experiment.arena("a").submit(scanXp(12)).subscribeOn(Schedulers.parallel()), 64)
                .collectList());

        assertThat(results).filteredOn(ConfigResult::accepted).hasSize(1);
        Set<String> ids = new HashSet<>();
        results.forEach(result -> ids.add(result.decisionLogId()));
        assertThat(ids).hasSize(500);
        List<String> kept = now(store.events(EventQuery.ofExperiment("exp_1").ofTypes(EventType.DECISION))
                .map(stored -> stored.event().id())
                .collectList());
        assertThat(new HashSet<>(kept)).isEqualTo(ids);
        assertThat(experiment.state().variant("a").accepted()).isEqualTo(1);
        assertThat(experiment.state().variant("a").rejected()).isEqualTo(499);
    }

    @Test
    @DisplayName("a tenant's economy reaches its experiments under what variants set themselves, also after a restart")
    void tenantEconomies() {
        Experiment experiment = running();
        now(experiment.arena("a").submit(scanXp(12)));

        experiments
                .changeTenantEconomy(
                        ExperimentSpec.DEFAULT_TENANT,
                        Map.of(EconomyParameter.SCAN_XP, 11.0, EconomyParameter.PHOTO_XP, 7.0),
                        CAUSE)
                .block(SOON);
        restart();

        ExperimentState state = again().state();
        assertThat(state.variant("control").economy().value(EconomyParameter.SCAN_XP))
                .isEqualTo(11);
        assertThat(state.variant("a").economy().value(EconomyParameter.SCAN_XP)).isEqualTo(12);
        assertThat(state.variant("a").economy().value(EconomyParameter.PHOTO_XP))
                .isEqualTo(7);
        assertThat(experiments.tenantEconomy("default")).containsEntry(EconomyParameter.SCAN_XP, 11.0);
        assertThat(experiments.tenantEconomy("other")).isEmpty();
        Experiment later = now(experiments.create(
                ExperimentSpec.builder("exp_2", "Later", SPEC.variants())
                        .people(SPEC.people())
                        .build(),
                CAUSE));
        assertThat(later.state().variant("control").economy().value(EconomyParameter.PHOTO_XP))
                .isEqualTo(7);
    }

    @Test
    @DisplayName("several experiments live side by side, in the order of their ids, and an id is used once")
    void severalExperiments() {
        running();
        ExperimentSpec other = ExperimentSpec.builder("exp_0", "Other", SPEC.variants())
                .people(SPEC.people())
                .build();
        now(experiments.create(other, CAUSE));

        assertThat(experiments.all()).extracting(each -> each.spec().id()).containsExactly("exp_0", "exp_1");
        assertThat(experiments.find("exp_0").orElseThrow().status()).isEqualTo(ExperimentStatus.DRAFT);
        assertThatThrownBy(() -> experiments.create(other, CAUSE).block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is an experiment 'exp_0' already; give another id");
        assertThat(now(store.document("experiment", "exp_0")).version()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "an experiment has up to five variants unless the arena allows more; real people need an arena that has some")
    void limits() {
        List<VariantSpec> variants = new ArrayList<>(SPEC.variants());
        for (String id : List.of("c", "d", "e")) {
            variants.add(VariantSpec.treatment(id, GuardrailLimits.standard()));
        }
        ExperimentSpec six = ExperimentSpec.builder("exp_6", "Six", variants).build();

        assertThatThrownBy(() -> experiments.create(six, CAUSE).block(SOON))
                .hasMessage("experiment 'Six' has 6 variants; give at most 5, the control included");
        assertThatThrownBy(() -> experiments
                        .create(SPEC.mutate().people(new PeopleSpec.Live()).build(), CAUSE)
                        .block(SOON))
                .hasMessageContaining("real people");
    }

    @Test
    @DisplayName("where a set-up cannot be read nothing is opened, and nothing goes on by itself")
    void unreadable() {
        SimulatedScheduler itsClock = SimulatedScheduler.startingAt(START);
        store.put(Document.of("experiment", "exp_torn", "{}")).block(SOON);

        assertThatThrownBy(() -> Experiments.open(store, itsClock, Experiments.Settings.ofDefaults())
                        .block(SOON))
                .isInstanceOf(RuntimeException.class);

        assertThat(itsClock.pendingSize()).isZero();
    }

    @Test
    @DisplayName("the log tells the whole story and its chain is intact")
    void tellsTheStory() {
        Experiment experiment = running();
        now(experiment.arena("a").submit(scanXp(12)));
        passDays(experiment, 1);
        experiment.freeze(null, null, CAUSE).block(SOON);
        experiment.release(null, CAUSE).block(SOON);
        experiment.release(null, CAUSE).block(SOON);
        IssuedToken token = now(experiments.tokens().issue(SPEC, "a", CAUSE));
        experiments.tokens().revoke(token.token().id(), CAUSE).block(SOON);

        assertThat(now(store.events(EventQuery.all())
                        .map(stored -> stored.event().type())
                        .collectList()))
                .containsExactly(
                        "experiment-created",
                        "status-changed",
                        "status-changed",
                        "decision",
                        "day",
                        "day",
                        "day",
                        "frozen",
                        "released",
                        "token-issued",
                        "token-revoked");
        assertThat(now(store.events(EventQuery.all())
                        .map(stored -> stored.event().body())
                        .collectList()))
                .noneMatch(body -> body.contains(token.secret()));
        close();
        assertThat(now(AuditVerifier.verify(location()))).isInstanceOf(AuditReport.Intact.class);
        open();
    }
}
