package io.agentflux.arena.http;

import io.agentflux.arena.Arena;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;

/** One reading of a whole audit log, page after page. */
final class DecisionWalk {

    private static final int PAGE_SIZE = 100;

    /** How many decisions may be made during the reading before one could be told twice. */
    private static final int REMEMBERED = 10_000;

    private final Arena arena;
    private final Set<String> told = new LinkedHashSet<>();

    DecisionWalk(Arena arena) {
        this.arena = arena;
    }

    Flux<Decision> decisions() {
        return Flux.range(1, Integer.MAX_VALUE)
                .concatMap(page -> arena.decisions(page, PAGE_SIZE), 0)
                .takeUntil(DecisionWalk::isLast)
                // prefetch 1: one page at a time
                .concatMapIterable(this::untold, 1);
    }

    private static boolean isLast(DecisionPage page) {
        boolean allTold = page.total() > 0 && (long) page.page() * page.pageSize() >= page.total();
        return page.decisions().isEmpty() || allTold;
    }

    private List<Decision> untold(DecisionPage page) {
        List<Decision> untold = page.decisions().stream()
                .filter(decision -> told.add(decision.id()))
                .toList();
        told.stream().limit(Math.max(0, told.size() - REMEMBERED)).toList().forEach(told::remove);
        return untold;
    }
}
