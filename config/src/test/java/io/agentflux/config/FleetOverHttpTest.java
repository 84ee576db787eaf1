package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.Fleet;
import io.agentflux.RunningFleet;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.strategy.ArenaAgent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class FleetOverHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Token TOKEN = Token.of(DemoExperiment.TOKEN);

    private SandboxHandle sandbox;
    private ArenaClient client;

    @BeforeEach
    void serve() {
        sandbox = ArenaSandbox.create()
                .demonstrating(new DemoExperiment(1, 20, 42, Duration.ofSeconds(10)))
                .start()
                .blockOptional(PATIENCE)
                .orElseThrow();
        client = ArenaClient.builder(ArenaAccess.of(sandbox.url().toString(), TOKEN))
                .maxConnections(4)
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        sandbox.stop(Duration.ofSeconds(5)).block(PATIENCE);
    }

    private AgentFlux<Signals, ConfigUpdate, ConfigResult> agent(int number, Token token) {
        return ArenaAgent.of(
                        client.withToken(token),
                        (signals, economy) -> Optional.of(ConfigUpdate.of(EconomyParameter.SCAN_XP, 12, "more")))
                .named("agent-" + number)
                .every(Cadence.fixedDelay(Duration.ofMillis(20)));
    }

    @Test
    @DisplayName("a hundred agents share four connections, and the one with a wrong token ends alone")
    void sharesConnectionsAndIsolatesFailures() {
        Token unknown = Token.of("strat_nobody_knows");
        AtomicInteger mostActive = new AtomicInteger();
        Map<String, StopReason> ends = Fleet.of(100, number -> agent(number, number == 7 ? unknown : TOKEN)
                        .maxCycles(5))
                .startingOver(Duration.ofMillis(200))
                .start(event ->
                        mostActive.accumulateAndGet(client.connectionUse().active(), Math::max))
                .onStop()
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(ends).hasSize(100);
        assertThat(ends.get("agent-7")).isInstanceOf(StopReason.Failed.class);
        assertThat(ends.values().stream().filter(new StopReason.Finished(5)::equals))
                .hasSize(99);
        assertThat(mostActive).hasValueBetween(1, 4);
    }

    @Test
    @DisplayName("a stopped fleet has said goodbye and leaves no call behind")
    void stopsGracefully() {
        RunningFleet fleet = Fleet.of(20, number -> agent(number, TOKEN)).start();
        Map<String, StopReason> ends =
                fleet.stop(Duration.ofSeconds(10)).blockOptional(PATIENCE).orElseThrow();

        assertThat(ends.values()).hasSize(20).allMatch(new StopReason.Requested(false)::equals);
        // an answer arrives a moment before its connection is free again
        Mono.fromSupplier(client::connectionUse)
                .filter(use -> use.active() + use.pending() == 0)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(5)))
                .block(PATIENCE);
    }
}
