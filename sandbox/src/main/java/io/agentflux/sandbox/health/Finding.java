package io.agentflux.sandbox.health;

import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it should be.
 *
 * @param type the type of the event that tells it
 * @param variantId the variant it is about, null if it is about the whole experiment
 * @param episode what tells this episode from others; null if an episode lasts as long as it is found without a break
 * @param seen what was seen, in words
 * @param limit what it was measured by, in words
 * @param cure what a person can do
 */
record Finding(
        String type, @Nullable String variantId, @Nullable String episode, String seen, String limit, String cure) {

    /** What the finding is about. */
    Subject subject() {
        return new Subject(type, variantId);
    }

    /** One rule and what it is applied to. */
    record Subject(String type, @Nullable String variantId) {}
}
