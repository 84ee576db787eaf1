package io.agentflux.sandbox.population;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a real person did, and what it was worth.
 *
 * @param person the id of the person
 * @param kind what it was
 * @param day the day it counts for, the first day of the experiment being 0
 * @param inWriting whether it says something in words
 * @param award what it was worth
 * @param referredBy the id of the person who brought this one; null unless this is the first that is heard of a person who was
 *     brought
 * @param site the site that the person belongs to; null unless this is the first that is heard of a person, and the site was told
 */
public record Activity(
        String person,
        ActivityKind kind,
        int day,
        boolean inWriting,
        Award award,
        @Nullable String referredBy,
        @Nullable String site) {}
