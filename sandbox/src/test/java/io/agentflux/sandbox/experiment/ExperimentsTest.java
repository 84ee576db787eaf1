package io.agentflux.sandbox.experiment;

import static io.agentflux.sandbox.experiment.StoredExperiments.CAUSE;
import static io.agentflux.sandbox.experiment.StoredExperiments.SOON;
import static io.agentflux.sandbox.experiment.StoredExperiments.SPEC;
import static io.agentflux.sandbox.experiment.StoredExperiments.START;
import static io.agentflux.sandbox.experiment.StoredExperiments.now;
import static io.agentflux.sandbox.experiment.StoredExperiments.scanXp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.AuditReport;
import io.agentflux.sandbox.store.AuditVerifier;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.time.SimulatedScheduler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class ExperimentsTest {

    @AutoClose
    private final StoredExperiments stored;

    ExperimentsTest(@TempDir Path folder) {
        stored = new StoredExperiments(folder);
    }

    @Test
    @DisplayName("several experiments live side by side, in the order of their ids, and an id is used once")
    void severalExperiments() {
        stored.running();
        ExperimentSpec other = ExperimentSpec.builder("exp_0", "Other", SPEC.variants())
                .people(SPEC.people())
                .build();
        now(stored.experiments().create(other, CAUSE));

        assertThat(stored.experiments().all())
                .extracting(each -> each.spec().id())
                .containsExactly("exp_0", "exp_1");
        assertThat(stored.experiments().find("exp_0").orElseThrow().status()).isEqualTo(ExperimentStatus.DRAFT);
        assertThatThrownBy(() -> stored.experiments().create(other, CAUSE).block(SOON))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is an experiment 'exp_0' already; give another id");
        assertThat(now(stored.store().document("experiment", "exp_0")).version())
                .isEqualTo(1);
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

        assertThatThrownBy(() -> stored.experiments().create(six, CAUSE).block(SOON))
                .hasMessage("experiment 'Six' has 6 variants; give at most 5, the control included");
        assertThatThrownBy(() -> stored.experiments()
                        .create(SPEC.mutate().people(new PeopleSpec.Live()).build(), CAUSE)
                        .block(SOON))
                .hasMessageContaining("real people");
    }

    @Test
    @DisplayName("an experiment cannot ask for a metric that there is none of")
    void unknownMetric() {
        ExperimentSpec spec = ExperimentSpec.builder("exp_2", "Other", SPEC.variants())
                .extraMetrics(List.of("STICKINESS", "STICKYNESS"))
                .build();

        assertThatThrownBy(() -> stored.experiments().create(spec, CAUSE).block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no extra metric 'STICKYNESS'; there are STICKINESS, CHURN_RATE");
        assertThat(stored.experiments().find("exp_2")).isEmpty();
    }

    @Test
    @DisplayName("where a set-up cannot be read nothing is opened, and nothing goes on by itself")
    void unreadable() {
        SimulatedScheduler itsClock = SimulatedScheduler.startingAt(START);
        stored.store().put(Document.of("experiment", "exp_torn", "{}")).block(SOON);

        assertThatThrownBy(() -> Experiments.open(stored.store(), itsClock, Experiments.Settings.ofDefaults())
                        .block(SOON))
                .isInstanceOf(RuntimeException.class);

        assertThat(itsClock.pendingSize()).isZero();
    }

    @Test
    @DisplayName(
            "updates of one variant at the same time are judged one after the other: one is accepted, all are kept")
    void concurrentUpdates() {
        Experiment experiment = stored.running();

        List<ConfigResult> results = now(Flux.range(0, 500)
                .flatMap(i -> experiment.arena("a").submit(scanXp(12)).subscribeOn(Schedulers.parallel()), 64)
                .collectList());

        assertThat(results).filteredOn(ConfigResult::accepted).hasSize(1);
        Set<String> ids = new HashSet<>();
        results.forEach(result -> ids.add(result.decisionLogId()));
        assertThat(ids).hasSize(500);
        List<String> kept = now(stored.store()
                .events(EventQuery.ofExperiment("exp_1").ofType(EventType.DECISION))
                .map(event -> event.event().id())
                .collectList());
        assertThat(new HashSet<>(kept)).isEqualTo(ids);
        assertThat(experiment.state().variant("a").accepted()).isEqualTo(1);
        assertThat(experiment.state().variant("a").rejected()).isEqualTo(499);
    }

    @Test
    @DisplayName("the log tells the whole story and its chain is intact")
    void tellsTheStory() {
        Experiment experiment = stored.running();
        now(experiment.arena("a").submit(scanXp(12)));
        stored.passDays(experiment, 1);
        experiment.freeze(null, null, CAUSE).block(SOON);
        experiment.release(null, CAUSE).block(SOON);
        experiment.release(null, CAUSE).block(SOON);
        IssuedToken token = now(stored.experiments().tokens().issue(SPEC, "a", CAUSE));
        stored.experiments().tokens().revoke(token.token().id(), CAUSE).block(SOON);

        assertThat(now(stored.store()
                        .events(EventQuery.all())
                        .map(event -> event.event().type())
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
        assertThat(now(stored.store()
                        .events(EventQuery.all())
                        .map(event -> event.event().body())
                        .collectList()))
                .noneMatch(body -> body.contains(token.secret()));
        stored.close();
        assertThat(now(AuditVerifier.verify(stored.location()))).isInstanceOf(AuditReport.Intact.class);
        stored.open();
    }
}
