package io.agentflux.sandbox.oracle;

/**
 * What speaks for an economy being the best: nothing that was tried is better by more than a tolerance. It is evidence and no
 * proof, because no search of this kind can rule out a better economy that it never came near.
 *
 * @param startsSpread the difference in value, on fresh people, between the best and the worst economy that a start ended with
 * @param sampleSize how many economies were spread over the whole box, a Sobol sequence
 * @param sampleExcess by how much the best of them is better than the static economy, on fresh people; below 0 if none is
 * @param gridPoints how many economies differ from the static one in a single parameter, over its whole range
 * @param gridExcess by how much the best of them is better, on the people of all problems; below 0 if none is
 * @param gap how much, on average over the problems, the best economy known for the people of a problem is better for them
 *     than the static economy: the single-replication estimator of Mak, Morton and Wood, Operations Research Letters 24 (1999)
 *     47-56
 * @param gapUpperBound the upper end of the one-sided 95 % t interval of the gap
 * @param tolerance how large spread, grid excess and gap may be, in the unit of the objective
 */
public record Certificate(
        double startsSpread,
        int sampleSize,
        double sampleExcess,
        int gridPoints,
        double gridExcess,
        double gap,
        double gapUpperBound,
        double tolerance) {

    /** Rounds figures to a millionth, so that files give them back exactly. */
    public Certificate {
        startsSpread = Estimate.rounded(startsSpread);
        sampleExcess = Estimate.rounded(sampleExcess);
        gridExcess = Estimate.rounded(gridExcess);
        gap = Estimate.rounded(gap);
        gapUpperBound = Estimate.rounded(gapUpperBound);
        tolerance = Estimate.rounded(tolerance);
    }

    /** Whether the starts ended with economies that are equally good. */
    public boolean startsAgree() {
        return startsSpread <= tolerance;
    }

    /** Whether no economy spread over the box is better. */
    public boolean sampleHolds() {
        return sampleExcess <= 0;
    }

    /** Whether no change of a single parameter is better by more than the tolerance. */
    public boolean gridHolds() {
        return gridExcess <= tolerance;
    }

    /** Whether the gap is below the tolerance with 95 % confidence. */
    public boolean gapHolds() {
        return gapUpperBound <= tolerance;
    }

    /** Whether everything speaks for it. */
    public boolean holds() {
        return startsAgree() && sampleHolds() && gridHolds() && gapHolds();
    }
}
