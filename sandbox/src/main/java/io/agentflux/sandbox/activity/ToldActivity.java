package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.store.ExperimentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did, as a program tells it.
 *
 * @param id made by that program, unique in the experiment: telling it twice counts once
 * @param person who did it, by whatever id the program knows them
 * @param kind what it was
 * @param inWriting whether it says something in words
 * @param referredBy who brought the person, null if nobody is said to have; counts when the person is first heard of
 * @param site the site that the person belongs to, null if that is not said; counts when the person is first heard of
 * @param place where it was done, such as what the scanned code says; null if that is not said. Kept in the log, no more
 * @param rating the mark that was given, from 1 to 5, null if none was. Kept in the log, no more
 */
public record ToldActivity(
        String id,
        String person,
        ActivityKind kind,
        boolean inWriting,
        @Nullable String referredBy,
        @Nullable String site,
        @Nullable String place,
        @Nullable Integer rating) {

    private static final int BEST_RATING = 5;

    /** Refuses names that the store could not keep, and marks that there are not. */
    public ToldActivity {
        requireName("id", id);
        requireName("person", person);
        requireName("referredBy", referredBy);
        requireName("site", site);
        requireName("place", place);
        if (rating != null && (rating < 1 || rating > BEST_RATING)) {
            throw new IllegalArgumentException(
                    "rating is " + rating + "; give a whole number from 1 to " + BEST_RATING);
        }
    }

    /** Something that a person did, of which no more is said. */
    public ToldActivity(String id, String person, ActivityKind kind, boolean inWriting) {
        this(id, person, kind, inWriting, null, null, null, null);
    }

    /** The same, of a person who was brought by somebody. */
    public ToldActivity broughtBy(@Nullable String somebody) {
        return new ToldActivity(id, person, kind, inWriting, somebody, site, place, rating);
    }

    /** The same, of a person who belongs to a site. */
    public ToldActivity ofSite(@Nullable String someSite) {
        return new ToldActivity(id, person, kind, inWriting, referredBy, someSite, place, rating);
    }

    /** The same under another id. */
    public ToldActivity named(String otherId) {
        return new ToldActivity(otherId, person, kind, inWriting, referredBy, site, place, rating);
    }

    private static void requireName(String field, @Nullable String name) {
        if (name != null) {
            ExperimentEvent.requireName(field, name);
        }
    }
}
