package io.agentflux.sandbox;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.testkit.ArenaContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The arenas of a sandbox keep the contract, in this process and through the client over a real socket. */
class SandboxContractTest {

    private final TestArena arena = new TestArena();

    @AfterEach
    void close() {
        arena.close();
    }

    @Nested
    class InProcess extends Contract {
        @Override
        protected Arena treatment() {
            return arena.experiment.arena(arena.treatment().id());
        }

        @Override
        protected Arena control() {
            return arena.experiment.arena(arena.control().id());
        }
    }

    @Nested
    class OverHttp extends Contract {

        private final ArenaClient treatment = arena.client(DemoExperiment.TOKEN);
        private final ArenaClient control = arena.client(arena.controlToken);

        @AfterEach
        void closeClients() {
            treatment.close();
            control.close();
        }

        @Override
        protected Arena treatment() {
            return treatment;
        }

        @Override
        protected Arena control() {
            return control;
        }
    }

    abstract class Contract extends ArenaContract {
        @Override
        protected void pass(Duration time) {
            arena.pass(time);
        }

        @Override
        protected void pauseExperiment() {
            arena.experiment
                    .moveTo(ExperimentStatus.PAUSED, Cause.automatic("a test"))
                    .block(patience());
        }
    }
}
