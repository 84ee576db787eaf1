package io.agentflux.orchestrator.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Where values stand on a chart. Usually in proportion; where some reach so far from zero that the others would shrink to a dot,
 * in proportion close to zero and by their logarithm further out: {@code sign(v) ln(1 + |v| / unit)}.
 *
 * @param low the value at the left end
 * @param high the value at the right end
 * @param unit up to where values stand about in proportion; infinite where all do
 * @param left the left end, in pixels
 * @param right the right end, in pixels
 */
record Axis(double low, double high, double unit, double left, double right) {

    private static final double MOST_IN_PROPORTION = 10;
    private static final double MARGIN = 0.04;
    private static final int MOST_TICKS = 13;

    /** An axis on which zero and all finite values of all rows have room, and most rows are more than a dot. */
    static Axis around(Collection<double[]> rows, double left, double right) {
        double low = 0;
        double high = 0;
        List<Double> reaches = new ArrayList<>();
        for (double[] row : rows) {
            double[] finite = Arrays.stream(row).filter(Double::isFinite).toArray();
            low = Math.min(low, Arrays.stream(finite).min().orElse(0));
            high = Math.max(high, Arrays.stream(finite).max().orElse(0));
            Arrays.stream(finite).map(Math::abs).max().ifPresent(reach -> reaches.add(reach));
        }
        List<Double> visible =
                reaches.stream().filter(reach -> reach > 0).sorted().toList();
        if (visible.isEmpty()) {
            return new Axis(-1, 1, Double.POSITIVE_INFINITY, left, right);
        }
        double usual = visible.get(visible.size() / 2);
        double farthest = visible.get(visible.size() - 1);
        boolean proportional = farthest <= MOST_IN_PROPORTION * usual;
        return spread(low, high, proportional ? Double.POSITIVE_INFINITY : nice(usual), left, right);
    }

    /** An axis from the least to the largest of these values, in proportion. */
    static Axis over(Collection<Double> values, double left, double right) {
        double low = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .min()
                .orElse(0);
        double high = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        return low == high
                ? new Axis(low - 0.5, low + 0.5, Double.POSITIVE_INFINITY, left, right)
                : spread(low, high, Double.POSITIVE_INFINITY, left, right);
    }

    private static Axis spread(double low, double high, double unit, double left, double right) {
        Axis tight = new Axis(low, high, unit, left, right);
        double margin = MARGIN * (tight.transformed(high) - tight.transformed(low));
        return new Axis(
                tight.restored(tight.transformed(low) - margin),
                tight.restored(tight.transformed(high) + margin),
                unit,
                left,
                right);
    }

    /** 1, 2 or 5 times a power of ten, the next one below. */
    private static double nice(double value) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(value)));
        double digit = value / power;
        return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
    }

    boolean isProportional() {
        return Double.isInfinite(unit);
    }

    /** Where a value stands, in pixels, one decimal. */
    String at(double value) {
        return FigureText.fixed(position(value), 1);
    }

    double position(double value) {
        double share = (transformed(value) - transformed(low)) / (transformed(high) - transformed(low));
        return left + (right - left) * Math.min(1, Math.max(0, share));
    }

    boolean shows(double value) {
        return value >= low && value <= high;
    }

    /** Round values to be written on the axis, ascending. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (isProportional()) {
            double step = nice((high - low) / 3);
            for (long at = (long) Math.ceil(low / step); at * step <= high; at++) {
                ticks.add(at * step);
            }
            return ticks;
        }
        ticks.add(0.0);
        double reach = Math.max(-low, high);
        boolean thrice = 2 * 2 * StrictMath.log10(reach / unit) + 1 <= MOST_TICKS;
        for (double tick = unit; tick <= reach; tick *= 10) {
            addBoth(ticks, tick);
            if (thrice) {
                addBoth(ticks, 3 * tick);
            }
        }
        return ticks.stream().sorted().toList();
    }

    private void addBoth(List<Double> ticks, double tick) {
        for (double value : new double[] {-tick, tick}) {
            if (shows(value)) {
                ticks.add(value);
            }
        }
    }

    private double transformed(double value) {
        return isProportional() ? value : Math.signum(value) * StrictMath.log1p(Math.abs(value) / unit);
    }

    private double restored(double position) {
        return isProportional() ? position : Math.signum(position) * unit * StrictMath.expm1(Math.abs(position));
    }
}
