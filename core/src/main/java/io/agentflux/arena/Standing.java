package io.agentflux.arena;

/**
 * Where a variant stands among all variants of its experiment, 1 being the best.
 *
 * @param rank its rank by the effect on the primary metric against the control
 * @param best the best rank it may truly have
 * @param worst the worst rank it may truly have
 */
public record Standing(int rank, int best, int worst) {

    /** Refuses a rank outside its own interval. */
    public Standing {
        if (best < 1 || rank < best || worst < rank) {
            throw new IllegalArgumentException(
                    "rank " + rank + " is not between " + best + " and " + worst + ", or the best rank is below 1");
        }
    }
}
