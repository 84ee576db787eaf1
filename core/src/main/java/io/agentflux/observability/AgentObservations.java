package io.agentflux.observability;

import io.agentflux.Stage;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What is observed with a beginning and an end: each gives a timer and a span. */
public enum AgentObservations implements ObservationDocumentation {
    /** A cycle, from its tick to its end. */
    CYCLE("agentflux.cycle", "A cycle, from its tick to its end; the parent of its calls."),
    /** Making ready. */
    OPEN("agentflux.open", "Making ready, in the first cycle of a run: for an arena, asking for the variant."),
    /** Seeing the world. */
    OBSERVE("agentflux.observe", "Seeing the world, retries included."),
    /** Deciding. */
    DECIDE("agentflux.decide", "Deciding, retries included."),
    /** Trying the proposal. */
    ACT("agentflux.act", "Trying the proposal, retries included."),
    /** A heartbeat. */
    HEARTBEAT("agentflux.heartbeat", "A heartbeat, beside any cycle.");

    private final String id;
    private final String description;

    AgentObservations(String id, String description) {
        this.id = id;
        this.description = description;
    }

    static AgentObservations of(Stage stage) {
        return switch (stage) {
            case OPEN -> OPEN;
            case OBSERVE -> OBSERVE;
            case DECIDE -> DECIDE;
            case ACT, LEARN -> ACT;
        };
    }

    @Override
    public String getName() {
        return id;
    }

    /** What is observed, in a sentence. */
    public String description() {
        return description;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return AgentObservationConvention.class;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return LowKey.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return HighKey.values();
    }

    @Override
    public Observation.Event[] getEvents() {
        return this == CYCLE || this == HEARTBEAT ? EMPTY_EVENT_NAMES : CallEvent.values();
    }

    /** Keys with few values: tags of timers and spans. */
    public enum LowKey implements KeyName {
        /** What kind of agent. */
        STRATEGY("strategy", "What kind of agent it is, as told to `AgentMicrometer`; `none` if it wasn't."),
        /** How it ended. */
        OUTCOME(
                "outcome",
                "`done` (a cycle acted, a call gave a value, a heartbeat was delivered), `empty` (a cycle held, a call gave"
                        + " nothing), `failed`, `closed` (the other side will not take part any longer) or `cancelled` (the"
                        + " run ended before it); `none` while it lasts.");

        private final String key;
        private final String description;

        LowKey(String key, String description) {
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

    /** Keys with as many values as there are agents and cycles: on spans only. */
    public enum HighKey implements KeyName {
        /** The name of the agent. */
        AGENT("agentflux.agent", "The name of the agent."),
        /** The number of the cycle. */
        CYCLE("agentflux.cycle", "The number of the cycle in its run; for a heartbeat, of the last one begun.");

        private final String key;
        private final String description;

        HighKey(String key, String description) {
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

    /** Moments within a call. */
    public enum CallEvent implements Observation.Event {
        /** An attempt failed and another follows. */
        RETRY("retry", "An attempt failed for a reason that may pass; another follows after a delay.");

        private final String id;
        private final String description;

        CallEvent(String id, String description) {
            this.id = id;
            this.description = description;
        }

        @Override
        public String getName() {
            return id;
        }

        /** What happened, in a sentence. */
        public String description() {
            return description;
        }
    }
}
