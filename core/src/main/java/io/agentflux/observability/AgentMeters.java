package io.agentflux.observability;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** What is counted, beside the timers of {@link AgentObservations}. */
public enum AgentMeters implements MeterDocumentation {
    /** How many agents are running. */
    AGENTS_RUNNING("agentflux.agents.running", Meter.Type.GAUGE, "agents", "How many agents are running now.", null),
    /** How many agents have a circuit breaker that refuses calls. */
    CIRCUIT_BREAKERS_OPEN(
            "agentflux.circuitbreakers.open",
            Meter.Type.GAUGE,
            "agents",
            "How many running agents have an open circuit breaker at this stage now.",
            Key.STAGE),
    /** How many runs are over. */
    AGENTS_STOPPED("agentflux.agents.stopped", Meter.Type.COUNTER, "agents", "Runs that are over.", Key.REASON),
    /** How many ticks found the agent busy. */
    TICKS_SKIPPED(
            "agentflux.ticks.skipped",
            Meter.Type.COUNTER,
            "ticks",
            "Ticks that were due while the agent could not run.",
            Key.CAUSE),
    /** How many attempts were repeated. */
    CALLS_RETRIED(
            "agentflux.calls.retried",
            Meter.Type.COUNTER,
            "calls",
            "Attempts that failed for a reason that may pass and were made again.",
            Key.STAGE),
    /** How many calls were not made. */
    CALLS_REFUSED(
            "agentflux.calls.refused",
            Meter.Type.COUNTER,
            "calls",
            "Calls that were not made because a circuit breaker was open.",
            Key.STAGE),
    /** How many events a slow reader has lost. */
    EVENTS_DROPPED(
            "agentflux.events.dropped", Meter.Type.COUNTER, "events", "Events that a slow reader has lost.", null),
    /** What an arena answered. */
    VERDICTS(
            "agentflux.guardrail.verdict",
            Meter.Type.COUNTER,
            "updates",
            "Answers of an arena to the updates of its agents.",
            Key.VERDICT);

    private final String id;
    private final Meter.Type type;
    private final String unit;
    private final String description;
    private final @Nullable Key key;

    AgentMeters(String id, Meter.Type type, String unit, String description, @Nullable Key key) {
        this.id = id;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.key = key;
    }

    @Override
    public String getName() {
        return id;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public String getBaseUnit() {
        return unit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return key == null ? new KeyName[] {Key.STRATEGY} : new KeyName[] {Key.STRATEGY, key};
    }

    /** The tags of one of these. */
    Tags tags(String strategy, @Nullable String value) {
        Tags tags = Tags.of(Key.STRATEGY.asString(), strategy);
        return key == null || value == null ? tags : tags.and(key.asString(), value);
    }

    /** What is counted, in a sentence. */
    public String description() {
        return description;
    }

    /** The tags. */
    public enum Key implements KeyName {
        /** What kind of agent. */
        STRATEGY("strategy", "What kind of agent it is, as told to `AgentMicrometer`; `none` if it wasn't."),
        /** Why a run ended. */
        REASON("reason", "`finished`, `requested`, `closed` or `failed`."),
        /** What kept an agent from a tick. */
        CAUSE("cause", "`slow-cycle` or `late-scheduler`."),
        /** The stage of a cycle. */
        STAGE("stage", "`open`, `observe`, `decide` or `act`."),
        /** What an arena answered. */
        VERDICT(
                "verdict",
                "`accepted`, `clamped` (accepted with a smaller change), or the code of the refusal in lower case with"
                        + " dashes; `refused` for a code that the library does not know.");

        private final String key;
        private final String description;

        Key(String key, String description) {
            this.key = key;
            this.description = description;
        }

        @Override
        public String asString() {
            return key;
        }

        /** What the values say. */
        public String description() {
            return description;
        }
    }
}
