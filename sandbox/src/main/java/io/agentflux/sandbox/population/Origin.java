package io.agentflux.sandbox.population;

import org.jspecify.annotations.Nullable;

/**
 * How a real person came into the experiment.
 *
 * @param person the id of the person
 * @param firstDay the day of what was heard of first
 * @param referredBy the id of the person who brought this one, null if nobody did
 * @param site the site that the person belongs to, null if that was not told
 */
public record Origin(
        String person,
        int firstDay,
        @Nullable String referredBy,
        @Nullable String site) {}
