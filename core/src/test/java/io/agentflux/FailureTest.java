package io.agentflux;

import static io.agentflux.EventLog.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.AgentEvent.CallRetried;
import io.agentflux.AgentEvent.CycleCompleted;
import io.agentflux.AgentEvent.CycleFailed;
import io.agentflux.time.SimulatedScheduler;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

class FailureTest {

    private final IOException flaky = new IOException("flaky");
    private final IllegalStateException broken = new IllegalStateException("broken");
    private final SecurityException closed = new SecurityException("403");

    private final SimulatedScheduler world = EventLog.world();
    private final EventLog<Integer, Integer, Integer> log = new EventLog<>();
    private final List<Long> attempts = new ArrayList<>();

    /** Observes what {@code answers} says for the n-th attempt (counted from 1), every 10 s. */
    private AgentFlux<Integer, Integer, Integer> agent(java.util.function.IntFunction<Mono<Integer>> answers) {
        return AgentFlux.observing(() -> {
                    attempts.add(world.now(TimeUnit.MILLISECONDS) - EventLog.START.toEpochMilli());
                    return answers.apply(attempts.size());
                })
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named("a")
                .classifyingFailures(error -> error.equals(closed) ? FailureKind.CLOSED : FailureKind.of(error))
                .every(Cadence.fixedDelay(Duration.ofSeconds(10)))
                .on(world);
    }

    @Test
    @DisplayName(
            "pitfall 5: retries come at exact instants of the agent's scheduler, doubling, and the error is the original one")
    void retryInstants() {
        agent(attempt -> attempt <= 4 ? Mono.error(flaky) : Mono.just(1))
                .retrying(Backoff.exponential(3, Duration.ofMillis(500)).jitter(0))
                .start(log);
        world.advanceTo(at(20_000));

        assertThat(attempts).containsExactly(0L, 500L, 1_500L, 3_500L, 13_500L);
        assertThat(log.<CallRetried<?, ?, ?>>of(CallRetried.class))
                .extracting(CallRetried::delay)
                .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.error()).isSameAs(flaky);
                    assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(failed.at()).isEqualTo(at(3_500));
                });
        assertThat(log.times(CycleCompleted.class)).containsExactly(13_500L);
    }

    @Test
    @DisplayName("pitfall 5: delays are capped and jittered within their share, the same way for the same seed")
    void retryJitter() {
        Backoff backoff = Backoff.exponential(40, Duration.ofSeconds(1))
                .longest(Duration.ofSeconds(8))
                .jitter(0.25);
        agent(attempt -> Mono.error(flaky)).retrying(backoff).seed(1).start(log);
        world.advanceTo(at(500_000));
        List<Long> first = List.copyOf(attempts);
        assertThat(first.get(1) - first.get(0)).isBetween(750L, 1_250L);
        for (int i = 4; i < 40; i++) {
            assertThat(first.get(i) - first.get(i - 1)).isBetween(6_000L, 10_000L);
        }

        attempts.clear();
        SimulatedScheduler again = EventLog.world();
        AgentFlux.<Integer>observing(() -> {
                    attempts.add(again.now(TimeUnit.MILLISECONDS) - EventLog.START.toEpochMilli());
                    return Mono.error(flaky);
                })
                .deciding(seen -> Optional.<Integer>empty())
                .acting(Mono::just)
                .named("a")
                .every(Cadence.fixedDelay(Duration.ofSeconds(10)))
                .on(again)
                .retrying(backoff)
                .seed(1)
                .start();
        again.advanceTo(at(500_000));
        assertThat(attempts).isEqualTo(first);
    }

    @Test
    @DisplayName("a permanent failure is not tried again")
    void permanentFailuresAreNotRetried() {
        agent(attempt -> attempt == 1 ? Mono.error(broken) : Mono.just(1))
                .retrying(Backoff.exponential(3, Duration.ofMillis(500)))
                .maxCycles(1)
                .start(log);
        world.advanceTo(at(20_000));

        assertThat(attempts).containsExactly(0L, 10_000L);
    }

    @Test
    @DisplayName("acting is tried once when only the other stages are retried")
    void retryPerStage() {
        List<Integer> acts = new ArrayList<>();
        AgentFlux.observing(() -> Mono.just(1))
                .deciding(Optional::of)
                .<Integer>acting(proposal -> {
                    acts.add(proposal);
                    return Mono.error(flaky);
                })
                .retrying(Backoff.exponential(3, Duration.ofMillis(500)), Stage.OBSERVE)
                .failureLimit(1)
                .on(world)
                .start(log);
        world.advanceTo(at(60_000));

        assertThat(acts).hasSize(1);
        assertThat(log.stopReason()).isEqualTo(new StopReason.Failed(flaky));
    }

    @Test
    @DisplayName("the last error of a retry of the caller's own is taken out of its wrapping")
    void unwrapsRetryExhausted() {
        agent(attempt -> Mono.<Integer>error(flaky)
                        .retryWhen(Retry.backoff(1, Duration.ofMillis(10)).scheduler(world)))
                .failureLimit(1)
                .start(log);
        world.advanceTo(at(10_000));

        assertThat(log.stopReason()).isEqualTo(new StopReason.Failed(flaky));
    }

    @Test
    @DisplayName("the fifth failed cycle in a row ends the agent with its last error, whatever the kinds")
    void fiveFailures() {
        StepVerifier.create(agent(attempt -> switch (attempt) {
                            case 1, 3 -> Mono.error(flaky);
                            case 5 -> Mono.error(new IllegalStateException("the last"));
                            default -> Mono.error(broken);
                        })
                        .events()
                        .doOnNext(log))
                .then(() -> world.advanceTo(at(100_000)))
                .expectNextCount(7)
                .expectErrorMessage("the last")
                .verify(Duration.ofSeconds(30));

        assertThat(attempts).containsExactly(0L, 10_000L, 20_000L, 30_000L, 40_000L);
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .extracting(CycleFailed::consecutive)
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(log.stopReason())
                .isInstanceOfSatisfying(StopReason.Failed.class, failed -> assertThat(failed.cause())
                        .hasMessage("the last"));
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("a completed cycle resets the count of failures")
    void successResets() {
        agent(attempt -> attempt % 5 == 0 ? Mono.just(1) : Mono.error(broken)).start(log);
        world.advanceTo(at(1_000_000));

        assertThat(attempts).hasSize(101);
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .extracting(CycleFailed::consecutive)
                .allMatch(consecutive -> consecutive <= 4);
    }

    @Test
    @DisplayName("failed cycles don't count as cycles: with failures on calls 2 to 4 five completions take eight calls")
    void failedCyclesDoNotCount() {
        agent(attempt -> attempt >= 2 && attempt <= 4 ? Mono.error(broken) : Mono.just(1))
                .maxCycles(5)
                .start(log);
        world.advanceTo(at(1_000_000));

        assertThat(attempts).hasSize(8);
        assertThat(log.stopReason()).isEqualTo(new StopReason.Finished(5));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3"})
    @DisplayName("a closed other side ends the agent gracefully at once, in the first cycle and later")
    void closedEndsGracefully(int attempt, int calls) {
        StepVerifier.create(agent(number -> number == attempt ? Mono.error(closed) : Mono.just(1))
                        .events()
                        .doOnNext(log)
                        .then())
                .then(() -> world.advanceTo(at(100_000)))
                .expectComplete()
                .verify(Duration.ofSeconds(30));

        assertThat(attempts).hasSize(calls);
        assertThat(log.stopReason()).isEqualTo(new StopReason.Closed(closed));
        assertThat(log.times(CycleFailed.class)).isEmpty();
    }

    @Test
    @DisplayName("closed while opening ends the agent gracefully too, even when no cycle was wanted")
    void closedWhileOpening() {
        AgentFlux.<Integer, Integer, Integer>opening(() -> Mono.error(closed))
                .classifyingFailures(error -> FailureKind.CLOSED)
                .maxCycles(0)
                .on(world)
                .start(log);
        world.advanceTo(at(1));

        assertThat(log.names()).containsExactly("Started", "Stopped");
        assertThat(log.stopReason()).isEqualTo(new StopReason.Closed(closed));
    }

    @Test
    @DisplayName("opening that fails is a failed cycle, and the next tick tries again")
    void openingIsTriedAgain() {
        List<Integer> opened = new ArrayList<>();
        AgentFlux.<Integer, Integer, Integer>opening(() -> {
                    opened.add(1);
                    return Mono.error(broken);
                })
                .on(world)
                .start(log);
        world.advanceTo(at(1_000_000));

        assertThat(opened).hasSize(5);
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .extracting(CycleFailed::stage)
                .containsOnly(Stage.OPEN);
    }

    @Test
    @DisplayName("a call that isn't answered in time fails at that instant and is cancelled")
    void callTimeout() {
        agent(attempt -> Mono.never())
                .callTimeout(Duration.ofMillis(1_500))
                .failureLimit(2)
                .start(log);
        world.advanceTo(at(60_000));

        assertThat(log.times(CycleFailed.class)).containsExactly(1_500L, 13_000L);
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .allSatisfy(failed -> assertThat(failed.error()).isInstanceOf(TimeoutException.class));
        assertThat(world.pendingSize()).isZero();
    }

    @Test
    @DisplayName("the circuit breaker opens, waits and closes on the agent's time, outside the retries")
    void breakerOnInjectedTime() {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(2)
                .minimumNumberOfCalls(2)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(Duration.ofSeconds(25))
                .build();
        agent(attempt -> attempt <= 4 ? Mono.error(flaky) : Mono.just(1))
                .retrying(Backoff.exponential(1, Duration.ofSeconds(1)).jitter(0))
                .circuitBreaker(config)
                .start(log);
        world.advanceTo(at(60_000));

        assertThat(attempts).containsExactly(0L, 1_000L, 11_000L, 12_000L, 42_000L, 52_000L);
        assertThat(log.<CycleFailed<?, ?, ?>>of(CycleFailed.class))
                .filteredOn(failed -> failed.error() instanceof CallNotPermittedException)
                .extracting(AgentEvent::at)
                .containsExactly(at(22_000), at(32_000));
    }

    @Test
    @DisplayName("a circuit breaker that would escape the injected time is refused")
    void refusesAutomaticTransition() {
        CircuitBreakerConfig escaping = CircuitBreakerConfig.custom()
                .enableAutomaticTransitionFromOpenToHalfOpen()
                .build();
        assertThatThrownBy(() -> agent(attempt -> Mono.just(1)).circuitBreaker(escaping))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave it off");
    }

    @Test
    @DisplayName("time-outs and input-output errors are transient, the rest permanent")
    void defaultKinds() {
        assertThat(FailureKind.of(new TimeoutException())).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FailureKind.of(flaky)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FailureKind.of(broken)).isEqualTo(FailureKind.PERMANENT);
    }
}
