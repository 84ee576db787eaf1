package io.agentflux.arena.http;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One reading of a whole audit log, page after page. */
final class DecisionWalk {

    private static final int PAGE_SIZE = 100;

    /** How many decisions may be made during the reading before one could be told twice. */
    private static final int REMEMBERED = 10_000;

    private final BiFunction<Integer, Integer, Mono<LogPage>> log;
    private final Set<String> told = new LinkedHashSet<>();

    /**
     * Reads a log.
     *
     * @param log its pages, by their numbers from 1 and how many entries a full one has
     */
    DecisionWalk(BiFunction<Integer, Integer, Mono<LogPage>> log) {
        this.log = log;
    }

    Flux<Decision> decisions() {
        return Flux.range(1, Integer.MAX_VALUE)
                .concatMap(page -> log.apply(page, PAGE_SIZE), 0)
                .takeUntil(DecisionWalk::isLast)
                // prefetch 1: one page at a time
                .concatMapIterable(this::untold, 1);
    }

    private static boolean isLast(LogPage read) {
        DecisionPage page = read.page();
        boolean allTold = page.total() > 0 && (long) page.page() * page.pageSize() >= page.total();
        return read.entries() == 0 || allTold;
    }

    private List<Decision> untold(LogPage read) {
        List<Decision> untold = read.page().decisions().stream()
                .filter(decision -> told.add(decision.id()))
                .toList();
        told.stream().limit(Math.max(0, told.size() - REMEMBERED)).toList().forEach(told::remove);
        return untold;
    }
}
