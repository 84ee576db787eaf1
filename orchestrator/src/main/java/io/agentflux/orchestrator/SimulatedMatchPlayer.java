package io.agentflux.orchestrator;

import io.agentflux.Cadence;
import io.agentflux.RunningAgent;
import io.agentflux.arena.Arena;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.time.SimulatedScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Plays a match in simulated time: one clock for the people, the guardrails and every agent. */
final class SimulatedMatchPlayer implements MatchPlayer {

    /** A Monday, so that day 0 of every world is one. */
    private static final Instant FIRST_MORNING = Instant.parse("2024-01-01T00:00:00Z");

    private final TournamentPlan plan;
    private final List<Entrant> entrants;
    private final WorldFactory worlds;

    SimulatedMatchPlayer(TournamentPlan plan, List<Entrant> entrants, WorldFactory worlds) {
        this.plan = plan;
        this.entrants = List.copyOf(entrants);
        this.worlds = worlds;
    }

    @Override
    public Mono<MatchResult> play(MatchSpec match) {
        return Mono.defer(() -> {
            SimulatedScheduler clock = SimulatedScheduler.startingAt(FIRST_MORNING);
            World world = worlds.create(match, plan.entrants(), clock);
            Map<String, ConductRecorder> recorders = new LinkedHashMap<>();
            List<RunningAgent> agents = new ArrayList<>();
            for (Entrant entrant : entrants) {
                ConductRecorder recorder = new ConductRecorder();
                recorders.put(entrant.name(), recorder);
                agents.add(start(entrant, match, world.arena(entrant.name()), clock, recorder));
            }
            return clock.runTo(world.end())
                    .then(stopped(agents))
                    .then(Mono.fromCallable(() -> result(match, world, recorders)))
                    .doFinally(end -> clock.dispose());
        });
    }

    private RunningAgent start(
            Entrant entrant, MatchSpec match, Arena arena, SimulatedScheduler clock, ConductRecorder recorder) {
        return ArenaAgent.of(arena, entrant.strategy().apply(chanceOf(entrant, match)))
                .named(entrant.name())
                .every(Cadence.fixedDelay(plan.cadence()))
                // in a world of its own nobody waits for a sign of life more often than for a decision
                .heartbeat(plan.cadence(), interval -> arena.heartbeat(interval, Map.of()))
                .on(clock)
                .start(recorder);
    }

    /** Chance that depends on the match and the entrant's name: not on who else takes part. */
    private static SplittableRandom chanceOf(Entrant entrant, MatchSpec match) {
        long name = 31L * match.scenario().hashCode() + entrant.name().hashCode();
        return new SplittableRandom(match.seed() ^ (name * 0x9E3779B97F4A7C15L));
    }

    private static Mono<Void> stopped(List<RunningAgent> agents) {
        return Flux.fromIterable(agents)
                .concatMap(agent -> agent.stop(Duration.ZERO))
                .then();
    }

    private static MatchResult result(MatchSpec match, World world, Map<String, ConductRecorder> recorders) {
        Map<String, Conduct> conduct = new LinkedHashMap<>();
        recorders.forEach((name, recorder) -> conduct.put(name, recorder.conduct()));
        return new MatchResult(match, world.judge(), conduct);
    }
}
