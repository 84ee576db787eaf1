package io.agentflux.statistics;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions that say how far a figure may be from the truth. */
final class Tolerance {

    private Tolerance() {}

    static void assertRelative(double actual, double truth, double error) {
        assertThat(Math.abs(actual - truth))
                .as("%s against %s, relative error %s allowed", actual, truth, error)
                .isLessThanOrEqualTo(error * Math.abs(truth));
    }

    static void assertInterval(Interval actual, double low, double high, double error) {
        assertRelative(actual.low(), low, error);
        assertRelative(actual.high(), high, error);
    }

    /** A share counted in a simulation lies within 4 standard errors of the probability it estimates. */
    static void assertShare(long hits, long runs, double probability) {
        double band = 4 * Math.sqrt(probability * (1 - probability) / runs);
        assertThat((double) hits / runs)
                .as("share of %s in %s runs; Monte-Carlo band 4 s.e. = %s", hits, runs, band)
                .isBetween(probability - band, probability + band);
    }
}
