package io.agentflux.examples;

import io.agentflux.Cadence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.strategy.Strategy;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A strategy of one's own: it keeps how often people scan within a band, goes on in the direction it has taken until the middle of
 * the band is reached, and takes larger steps as long as they are accepted unclamped.
 */
public final class CustomStrategy implements Strategy {

    private static final double HIGHEST_REWARD = 25;

    private final double lowest;
    private final double highest;
    private int direction;
    private double step = 1;

    /** Keeps scans per person and day between these two. */
    public CustomStrategy(double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        return signals.trustedMetric(Metric.SCAN_FREQUENCY)
                .flatMap(frequency -> towardsTheBand(frequency.value(), economy.value(EconomyParameter.SCAN_XP)));
    }

    private Optional<ConfigUpdate> towardsTheBand(double frequency, double scanXp) {
        double middle = (lowest + highest) / 2;
        if (frequency < lowest) {
            direction = 1;
        } else if (frequency > highest) {
            direction = -1;
        } else if (direction * (frequency - middle) >= 0) {
            direction = 0;
        }
        double wanted = Math.min(HIGHEST_REWARD, Math.max(1, Math.rint(scanXp) + direction * step));
        return direction == 0 || wanted == scanXp
                ? Optional.empty()
                : Optional.of(ConfigUpdate.of(
                        EconomyParameter.SCAN_XP,
                        wanted,
                        "%.2f scans a day, %.2f wanted".formatted(frequency, middle)));
    }

    @Override
    public void onResult(ConfigUpdate update, ConfigResult result) {
        step = result.accepted() && result.clampedDeltas().isEmpty() ? Math.min(4, step + 1) : 1;
    }

    /** Runs it for 20 days of a second. */
    public static void main(String[] arguments) {
        try (PracticeArena arena = PracticeArena.open(Duration.ofSeconds(1))) {
            run(arena.access(), Duration.ofSeconds(1), 20)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }

    static Flux<String> run(ArenaAccess access, Duration every, int cycles) {
        Strategy guarded = new CustomStrategy(3, 4)
                .holdingUntilTrusted(Metric.RETENTION_RATE)
                .coolingDownFor(1);
        return Flux.using(
                () -> ArenaClient.create(access),
                client -> ArenaAgent.of(client, guarded)
                        .named("band")
                        .every(Cadence.fixedDelay(every))
                        .maxCycles(cycles)
                        .events()
                        .flatMapSequential(event -> Mono.justOrEmpty(Narration.of(event))),
                ArenaClient::close);
    }
}
