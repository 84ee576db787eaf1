package io.agentflux.orchestrator;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

final class LocalMatchExecutor implements MatchExecutor {

    private final int workers;

    LocalMatchExecutor(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("there are " + workers + " workers; give at least 1");
        }
        this.workers = workers;
    }

    @Override
    public Flux<MatchResult> play(List<MatchSpec> matches, MatchPlayer player) {
        return Flux.using(
                () -> Schedulers.newParallel("match", workers),
                threads -> playOn(threads, matches, player),
                // not on one of its own threads, which may have to wait there until another one has ended
                threads -> Schedulers.boundedElastic().schedule(threads::dispose));
    }

    private Flux<MatchResult> playOn(Scheduler threads, List<MatchSpec> matches, MatchPlayer player) {
        // one match per thread, and none finished ahead of demand: prefetch 1
        return Flux.fromIterable(matches).flatMap(match -> player.play(match).subscribeOn(threads), workers, 1);
    }
}
