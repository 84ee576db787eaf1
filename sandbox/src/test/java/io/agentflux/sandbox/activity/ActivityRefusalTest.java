package io.agentflux.sandbox.activity;

import static io.agentflux.sandbox.activity.TestIntake.CAUSE;
import static io.agentflux.sandbox.activity.TestIntake.SOON;
import static io.agentflux.sandbox.activity.TestIntake.now;
import static io.agentflux.sandbox.activity.TestIntake.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

class ActivityRefusalTest {

    @AutoClose
    private TestIntake intake;

    @BeforeEach
    void open(@TempDir Path folder) {
        intake = new TestIntake(folder);
    }

    @Test
    @DisplayName("nothing counts unless the experiment is running, on real people, and there")
    void refuses() {
        Experiment experiment = intake.created();
        assertThatThrownBy(() -> intake.take(scan("1", "ann")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is DRAFT; what people do counts while it is RUNNING");
        experiment.start(CAUSE).block(SOON);
        experiment.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        assertThatThrownBy(() -> intake.take(scan("1", "ann")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PAUSED");
        assertThat(intake.kept()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> now(intake.take("other", List.of(scan("1", "ann")))));

        intake.created(ExperimentSpec.builder(
                        "simulated",
                        "Simulated",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .people(new PeopleSpec.Simulated("stationary", 1, 10))
                .build());
        assertThatThrownBy(() -> now(intake.take("simulated", List.of(scan("1", "ann")))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("on simulated people");
    }

    @Test
    @DisplayName("too much at once is refused as a whole")
    void refusesTooMuch() {
        intake.running();
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
        assertThat(intake.kept()).isEqualTo(some.size());
    }

    @Test
    @DisplayName("whoever tells something is answered, also where what is kept cannot be understood")
    void answersDefects() {
        intake.running();
        now(intake.store()
                .append(new ExperimentEvent(
                        "exp", "a", EventType.ACTIVITY, "1", Instant.parse("2026-03-01T00:00:00Z"), "scan", "{}")));

        Signal<List<Receipt>> answer =
                now(intake.take("exp", List.of(scan("1", "ann"))).materialize());

        assertThat(answer.isOnError()).isTrue();
        assertThat(intake.take(scan("2", "ann"))).hasSize(1);
    }

    @Test
    @DisplayName("ids that the store could not keep are refused")
    void refusesBadIds() {
        assertThatIllegalArgumentException().isThrownBy(() -> scan("", "ann")).withMessageContaining("id is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scan("1", "a\u0000b"))
                .withMessageContaining("person has a NUL character");
        assertThatIllegalArgumentException().isThrownBy(() -> scan("x".repeat(201), "ann"));
    }
}
