package io.agentflux.examples;

import io.agentflux.Cadence;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategySettings;
import java.time.Duration;
import java.util.Random;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A strategy of the catalogue runs a variant: the least there is to it. */
public final class Quickstart {

    private Quickstart() {}

    /** Runs it for 20 days of a second. */
    public static void main(String[] arguments) {
        try (PracticeArena arena = PracticeArena.open(Duration.ofSeconds(1))) {
            run(arena.access(), Duration.ofSeconds(1), 20)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }

    static Flux<String> run(ArenaAccess access, Duration every, int cycles) {
        StrategyFactory thompson = StrategyCatalog.load(Quickstart.class.getClassLoader())
                .find("thompson")
                .orElseThrow();
        Strategy strategy = thompson.create(StrategySettings.ofDefaults(thompson.parameters()), new Random(1));
        return Flux.using(
                () -> ArenaClient.create(access),
                client -> ArenaAgent.of(client, strategy)
                        .named("quickstart")
                        .every(Cadence.fixedDelay(every))
                        .maxCycles(cycles)
                        .events()
                        .flatMapSequential(event -> Mono.justOrEmpty(Narration.of(event)))
                        .concatWith(Mono.fromSupplier(() -> "What it has learnt:\n" + strategy.report())),
                ArenaClient::close);
    }
}
