package io.agentflux.guardrail;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a guardrail may look at when it judges an update.
 *
 * @param requested what was asked for, parameters the arena knows only
 * @param values what would be applied, as far as earlier guardrails let it pass; begins equal to {@code requested}
 * @param current the economy in force
 * @param isControl whether the variant is the control
 * @param status where the experiment is in its life
 * @param freeze the freeze in force, null if there is none
 * @param lastAccepted when the variant last changed, null if never
 * @param now the time of the proposal
 */
public record Proposal(
        Map<EconomyParameter, Double> requested,
        Map<EconomyParameter, Double> values,
        Economy current,
        boolean isControl,
        ExperimentStatus status,
        @Nullable Freeze freeze,
        @Nullable Instant lastAccepted,
        Instant now) {

    /**
     * Why a variant or an experiment takes no updates.
     *
     * @param reason what tripped it, for people
     * @param until when it ends by itself, null if only a person can end it
     */
    public record Freeze(String reason, @Nullable Instant until) {}

    /** Copies the maps, keeping their order. */
    public Proposal {
        requested = Collections.unmodifiableMap(new LinkedHashMap<>(requested));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** This proposal with other values to apply. */
    public Proposal withValues(Map<EconomyParameter, Double> values) {
        return new Proposal(requested, values, current, isControl, status, freeze, lastAccepted, now);
    }
}
