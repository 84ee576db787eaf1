package io.agentflux.sandbox.population;

import java.util.List;

/**
 * A kind of people, a coarse reading of player types; people differ continuously inside a segment.
 *
 * @param name the name in files
 * @param share the share of people
 * @param openingOdds median base odds of opening the app on a neutral day
 * @param extraScans mean number of scans beyond the first on an active day
 * @param rewardSensitivity median sensitivity to rewards, 1 being average
 * @param motivation mean baseline of intrinsic motivation
 * @param churnFrailty multiplier of the churn hazard
 */
public record Segment(
        String name,
        double share,
        double openingOdds,
        double extraScans,
        double rewardSensitivity,
        double motivation,
        double churnFrailty) {

    private static final List<Segment> DEFAULTS = List.of(
            new Segment("casual", .42, .18, 2.9, .70, .46, 1.35),
            new Segment("regular", .33, .60, 4.9, 1.0, .54, .95),
            new Segment("achiever", .14, .80, 7.0, 1.45, .50, .80),
            new Segment("philanthropist", .08, .75, 4.6, .50, .76, .65),
            new Segment("farmer", .03, 1.0, 9.5, 2.2, .14, .90));

    /** Refuses values without a meaning. */
    public Segment {
        check(name, "share", share, 0, 1);
        check(name, "openingOdds", openingOdds, 0, 1e3);
        check(name, "extraScans", extraScans, 1e-3, 100);
        check(name, "rewardSensitivity", rewardSensitivity, 0, 100);
        check(name, "motivation", motivation, .01, .99);
        check(name, "churnFrailty", churnFrailty, 0, 100);
    }

    /** The five segments of scenario {@code stationary}: mostly casual and regular people, three in a hundred farmers. */
    public static List<Segment> defaults() {
        return DEFAULTS;
    }

    /** The segment with another share. */
    public Segment withShare(double newShare) {
        return new Segment(name, newShare, openingOdds, extraScans, rewardSensitivity, motivation, churnFrailty);
    }

    /** The segment with another mean of intrinsic motivation. */
    public Segment withMotivation(double newMotivation) {
        return new Segment(name, share, openingOdds, extraScans, rewardSensitivity, newMotivation, churnFrailty);
    }

    static List<Segment> checkedMix(List<Segment> segments) {
        double sum = segments.stream().mapToDouble(Segment::share).sum();
        if (segments.isEmpty() || segments.size() > Byte.MAX_VALUE || Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    "The shares of " + segments.size() + " segments add up to " + sum + "; make them add up to 1");
        }
        return List.copyOf(segments);
    }

    private static void check(String segment, String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("Segment '" + segment + "' has " + what + " " + value
                    + "; it has to be between " + least + " and " + most);
        }
    }
}
