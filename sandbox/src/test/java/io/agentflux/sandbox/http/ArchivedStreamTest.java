package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.IssuedToken;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.EventReader.Event;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What an agent's stream tells of the end of its experiment, and of its token. */
class ArchivedStreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Cause CAUSE = new Cause("test", "");

    private final SandboxHandle sandbox =
            now(ArenaSandbox.create().keepingIn("memory").start());
    private final Experiment experiment = now(sandbox.experiments()
            .create(
                    ExperimentSpec.builder(
                                    "exp_one",
                                    "One",
                                    List.of(
                                            VariantSpec.control("control"),
                                            VariantSpec.treatment("a", GuardrailLimits.standard())))
                            .people(new PeopleSpec.Simulated("stationary", 1, 5))
                            .build(),
                    CAUSE));
    private final IssuedToken token = now(sandbox.experiments().tokens().issue(experiment.spec(), "a", CAUSE));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(PATIENCE));
    }

    @AfterEach
    void stop() {
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private EventReader open(String lastEventId) {
        return new EventReader(sandbox.port(), ArenaProtocol.STREAM_PATH, token.secret(), lastEventId);
    }

    private static String nextStatus(EventReader reader) {
        for (Event event = reader.next(); ; event = reader.next()) {
            if (event.name().equals("status-changed")) {
                return event.data();
            }
        }
    }

    @Test
    @DisplayName("the last that a stream tells is that the experiment was archived, and then it ends")
    void tellsOfTheArchive() {
        experiment.start(CAUSE).block(PATIENCE);
        try (EventReader reader = open("");
                EventReader fromTheFirst = open("0")) {
            now(experiment.moveTo(ExperimentStatus.COMPLETED, CAUSE));
            assertThat(nextStatus(reader)).contains("COMPLETED");
            now(experiment.moveTo(ExperimentStatus.ARCHIVED, CAUSE));

            assertThat(nextStatus(reader)).contains("ARCHIVED");
            assertThat(reader.isEndedInOrder()).isTrue();
            for (String status : List.of("RECRUITING", "RUNNING", "COMPLETED", "ARCHIVED")) {
                assertThat(nextStatus(fromTheFirst)).contains(status);
            }
            assertThat(fromTheFirst.isEndedInOrder()).isTrue();
        }
        try (EventReader late = open("1")) {
            assertThat(late.status()).isEqualTo(403);
        }
    }
}
