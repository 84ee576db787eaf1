package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.time.SimulatedScheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import reactor.core.publisher.Mono;

class AgentLogTest {

    private final SimulatedScheduler world = EventLog.world();
    private final List<String> lines = new ArrayList<>();

    /** Keeps what is logged. */
    private final class Recorder extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments)
                    + (cause == null ? "" : " <- " + cause.getMessage()));
        }
    }

    private AgentFlux<Integer, String, Boolean> agent(IntFunction<Mono<Integer>> observe) {
        int[] observations = new int[1];
        return AgentFlux.observing(() -> observe.apply(++observations[0]))
                .deciding(seen -> seen == 1 ? Optional.of("more") : Optional.<String>empty())
                .acting(proposal -> Mono.just(true))
                .named("a7")
                .every(Cadence.fixedDelay(Duration.ofSeconds(10)))
                .on(world);
    }

    @Test
    @DisplayName("beginning, decision, result and end of a run are told")
    void lifeOfAnAgent() {
        agent(Mono::just).maxCycles(2).start(AgentLog.to(new Recorder()));
        world.advanceTo(at(100_000));

        assertThat(lines)
                .containsExactly(
                        "INFO agent=a7 cycle=0 Agent 'a7' started; its first tick is due at 2026-01-01T00:00:00Z",
                        "DEBUG agent=a7 cycle=1 Agent 'a7' proposes more",
                        "DEBUG agent=a7 cycle=1 Agent 'a7' was answered true",
                        "INFO agent=a7 cycle=2 Agent 'a7' stopped: Finished[cycles=2]");
    }

    @Test
    @DisplayName("the first failure in a row is a warning, the failed run an error with its cause")
    void failures() {
        agent(observation -> Mono.error(new IOException("flaky")))
                .failureLimit(3)
                .start(AgentLog.to(new Recorder()));
        world.advanceTo(at(100_000));

        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "WARN agent=a7 cycle=1 Agent 'a7': OBSERVE failed, 1 in a row: java.io.IOException: flaky",
                        "DEBUG agent=a7 cycle=2 Agent 'a7': OBSERVE failed, 2 in a row: java.io.IOException: flaky",
                        "DEBUG agent=a7 cycle=3 Agent 'a7': OBSERVE failed, 3 in a row: java.io.IOException: flaky",
                        "ERROR agent=a7 cycle=3 Agent 'a7' failed <- flaky");
    }

    @Test
    @DisplayName("a lost heartbeat is a warning once, until one was delivered again")
    void heartbeats() {
        int[] beats = new int[1];
        agent(observation -> Mono.empty())
                .heartbeat(
                        Duration.ofSeconds(5),
                        period -> ++beats[0] == 3 ? Mono.empty() : Mono.error(new IOException("lost")))
                .start(AgentLog.to(new Recorder()));
        world.advanceTo(at(15_000));

        assertThat(lines.stream().filter(line -> line.contains("heartbeat")))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactly("WARN", "DEBUG", "WARN");
    }
}
