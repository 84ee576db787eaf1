package io.agentflux.arena.http;

import io.agentflux.arena.Decision;
import io.agentflux.arena.Signals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a variant, as its stream tells it.
 *
 * <p>The id is what the stream is resumed from; it is empty for events that a resumed stream does not repeat.
 */
public sealed interface ArenaEvent {

    /** The id to resume after, or empty. */
    String id();

    /**
     * New signals were computed.
     *
     * @param id the id to resume after, or empty
     * @param signals the signals
     */
    record SignalsComputed(String id, Signals signals) implements ArenaEvent {
        static final String NAME = "signals";
    }

    /**
     * An update was decided.
     *
     * @param id the id to resume after, or empty
     * @param decision the entry of the audit log
     */
    record DecisionMade(String id, Decision decision) implements ArenaEvent {
        static final String NAME = "decision";
    }

    /**
     * Anything else: a verdict of a guardrail, a matter of health, a step in the experiment's life.
     *
     * @param id the id to resume after, or empty
     * @param name what kind of event it is
     * @param data what there is to know, as plain JSON values; the whole text as {@value #TEXT} if it is no JSON object
     */
    record Notice(String id, String name, Map<String, Object> data) implements ArenaEvent {

        /** The only member of the data of an event that is no JSON object. */
        public static final String TEXT = "text";

        /** Copies the data. */
        public Notice {
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }
    }
}
