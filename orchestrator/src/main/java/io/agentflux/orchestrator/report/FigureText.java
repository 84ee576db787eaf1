package io.agentflux.orchestrator.report;

import io.agentflux.statistics.Interval;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Figures as people read them. Numbers are rounded to twelve digits before they are rounded for reading, so that the text is
 * the same on every Java version. What is no finite number is a dash.
 */
public final class FigureText {

    private static final String NONE = "-";

    private FigureText() {}

    /** With so many decimals, zero without a sign. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return Figures.rounded(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    /** With so many decimals and always a sign, zero excepted. */
    public static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        boolean positive = Double.isFinite(value)
                && Figures.rounded(value)
                                .setScale(decimals, RoundingMode.HALF_UP)
                                .signum()
                        > 0;
        return positive ? "+" + text : text;
    }

    /** Both ends in brackets, such as {@code [-1.02, -0.40]}. */
    public static String interval(Interval interval, int decimals) {
        return Double.isFinite(interval.low()) && Double.isFinite(interval.high())
                ? "[" + fixed(interval.low(), decimals) + ", " + fixed(interval.high(), decimals) + "]"
                : "[unknown]";
    }

    /** A p-value: three decimals, one digit and a power of ten where that would be too little. */
    public static String probability(double p) {
        if (!Double.isFinite(p)) {
            return NONE;
        }
        if (p == 0) {
            return "<1e-300";
        }
        return p >= 0.001
                ? fixed(p, 3)
                : String.format(Locale.ROOT, "%.0e", Figures.rounded(p)).replace("e-0", "e-");
    }

    /** A share and its interval in percent, as in {@code +3.1 % [2.0, 4.2]}. */
    public static String percents(Interval share) {
        Interval hundredfold = new Interval(
                100 * share.estimate(), 100 * share.low(), 100 * share.high(), share.level(), share.method());
        return signed(hundredfold.estimate(), 1) + " % " + interval(hundredfold, 1);
    }

    /** A level such as 0.95 in percent: {@code 95 %}. */
    public static String percent(double level) {
        return Figures.rounded(100 * level).toPlainString() + " %";
    }
}
