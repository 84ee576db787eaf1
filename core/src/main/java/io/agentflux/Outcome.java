package io.agentflux;

import org.jspecify.annotations.Nullable;

/**
 * What became of a proposal.
 *
 * @param observation what it was based on
 * @param proposal what was proposed
 * @param result what acting gave; null when it failed or completed without a value
 * @param error why acting failed; null when it didn't. It is then unknown whether the proposal took effect
 */
public record Outcome<O, A, R>(
        O observation,
        A proposal,
        @Nullable R result,
        @Nullable Throwable error) {

    /** Whether acting failed. */
    public boolean failed() {
        return error != null;
    }
}
