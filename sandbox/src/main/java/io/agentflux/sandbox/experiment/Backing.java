package io.agentflux.sandbox.experiment;

import io.agentflux.sandbox.store.DecisionLog;
import io.agentflux.sandbox.store.Heartbeats.Heartbeat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an experiment stands on.
 *
 * @param journal where occurrences are kept
 * @param decisionLog where decisions are read
 * @param decisionIds makes ids that are never used twice; asked by one thread at a time
 * @param heartbeats told of each heartbeat
 * @param answers what was answered before
 */
record Backing(
        Journal journal,
        DecisionLog decisionLog,
        Supplier<String> decisionIds,
        Consumer<Heartbeat> heartbeats,
        RecentAnswers answers) {

    static Backing inMemory(String experimentId, DecisionLog decisionLog) {
        AtomicInteger decisions = new AtomicInteger();
        return new Backing(
                new InMemoryJournal(experimentId, decisionLog),
                decisionLog,
                () -> String.format(Locale.ROOT, "dec_%08x", decisions.incrementAndGet()),
                heartbeat -> {},
                new RecentAnswers());
    }
}
