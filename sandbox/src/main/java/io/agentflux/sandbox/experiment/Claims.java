package io.agentflux.sandbox.experiment;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Keeps two from working on the same thing at once: who comes second is refused instead of made to wait. */
public final class Claims {

    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    /**
     * Works on something that nobody else works on meanwhile.
     *
     * @param id names it
     * @param work begun only if nobody else is at work on it; what it throws is the error
     * @param refusal the error otherwise
     * @return a cold publisher: a subscription works, to the end even if it is cancelled. Whoever sees the answer may begin anew
     */
    public <T> Mono<T> work(String id, Supplier<Mono<T>> work, Supplier<? extends Throwable> refusal) {
        return Mono.defer(() -> Mono.using(
                        () -> claimed.add(id), mine -> mine ? work.get() : Mono.<T>error(refusal.get()), mine -> {
                            if (mine) {
                                claimed.remove(id);
                            }
                        })
                .cache());
    }
}
