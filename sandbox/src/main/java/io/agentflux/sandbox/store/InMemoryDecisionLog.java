package io.agentflux.sandbox.store;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

final class InMemoryDecisionLog implements DecisionLog {

    private final Map<VariantKey, Entries> byVariant = new ConcurrentHashMap<>();

    private record VariantKey(String experimentId, String variantId) {}

    private static final class Entries {
        private final ConcurrentLinkedDeque<Decision> newestFirst = new ConcurrentLinkedDeque<>();
        private final AtomicInteger size = new AtomicInteger();
    }

    @Override
    public Mono<Void> append(String experimentId, String variantId, Decision decision) {
        return Mono.fromRunnable(() -> {
            Entries entries = entries(experimentId, variantId);
            entries.newestFirst.addFirst(decision);
            entries.size.incrementAndGet();
        });
    }

    @Override
    public Mono<DecisionPage> page(String experimentId, String variantId, int page, int pageSize) {
        if (page < 1 || pageSize < 1) {
            return Mono.error(new IllegalArgumentException(
                    "page is " + page + " and pageSize is " + pageSize + "; both begin at 1"));
        }
        return Mono.fromCallable(() -> {
            Entries entries = entries(experimentId, variantId);
            return new DecisionPage(
                    entries.newestFirst.stream()
                            .skip((page - 1L) * pageSize)
                            .limit(pageSize)
                            .toList(),
                    entries.size.get(),
                    page,
                    pageSize);
        });
    }

    private Entries entries(String experimentId, String variantId) {
        return byVariant.computeIfAbsent(new VariantKey(experimentId, variantId), key -> new Entries());
    }
}
