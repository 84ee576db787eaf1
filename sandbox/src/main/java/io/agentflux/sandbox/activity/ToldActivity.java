package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person did, as a program tells it.
 *
 * @param id made by that program, unique in the experiment: telling it twice counts once
 * @param person who did it, by whatever id the program knows them
 * @param kind what it was
 * @param inWriting whether it says something in words
 * @param referredBy who brought the person, null if nobody is said to have; counts when the person is first heard of
 */
public record ToldActivity(
        String id,
        String person,
        ActivityKind kind,
        boolean inWriting,
        @Nullable String referredBy) {

    /** Refuses ids that the store could not keep. */
    public ToldActivity {
        requireName("id", id);
        requireName("person", person);
        if (referredBy != null) {
            requireName("referredBy", referredBy);
        }
    }

    /** Something that a person did whom nobody is said to have brought. */
    public ToldActivity(String id, String person, ActivityKind kind, boolean inWriting) {
        this(id, person, kind, inWriting, null);
    }

    private static void requireName(String field, String name) {
        try {
            new ExperimentEvent(name, null, "activity", name, Instant.EPOCH, null, "");
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    field + " is empty, longer than " + ExperimentEvent.MAXIMUM_NAME_LENGTH
                            + " characters, or not well-formed text",
                    refused);
        }
    }
}
