package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The economies among which the best is looked for, and the coordinates in which it is: {@code value = low + (high - low)
 * z^2} for each parameter, which stretches small values, where a point more or less matters most. Coordinates outside [0, 1]
 * are reflected at the border, so that every real vector stands for an economy in the box.
 */
final class EconomyBox {

    /** The number of coordinates of one economy. */
    static final int DIMENSION = EconomyParameter.values().length;

    private EconomyBox() {}

    /** The smallest value searched: nothing paid, but a cap lets at least one event through. */
    static double low(EconomyParameter parameter) {
        return switch (parameter) {
            case SCAN_DAILY_CAP, FEEDBACK_DAILY_CAP -> 1;
            default -> 0;
        };
    }

    /** The largest value searched: six times the global default. */
    static double high(EconomyParameter parameter) {
        return 6 * parameter.globalDefault();
    }

    /** The economies that coordinates stand for, ten coordinates each; caps are whole. */
    static List<Economy> decode(double[] point) {
        return IntStream.range(0, point.length / DIMENSION)
                .mapToObj(phase -> decode(point, phase * DIMENSION))
                .toList();
    }

    private static Economy decode(double[] point, int from) {
        Map<EconomyParameter, Double> values = new EnumMap<>(EconomyParameter.class);
        int next = from;
        for (EconomyParameter parameter : EconomyParameter.values()) {
            double z = reflected(point[next++]);
            double low = low(parameter);
            double value = low + (high(parameter) - low) * z * z;
            boolean isCap = low > 0;
            values.put(parameter, isCap ? Math.rint(value) : value);
        }
        return Economy.defaults().with(values);
    }

    /** The coordinates of economies, in [0, 1]; values outside the box are moved to its border. */
    static double[] encode(List<Economy> economies) {
        double[] point = new double[economies.size() * DIMENSION];
        int next = 0;
        for (Economy economy : economies) {
            for (EconomyParameter parameter : EconomyParameter.values()) {
                double low = low(parameter);
                double share = (economy.value(parameter) - low) / (high(parameter) - low);
                point[next++] = Math.sqrt(Math.max(0, Math.min(1, share)));
            }
        }
        return point;
    }

    /** The economy with every value rounded to a whole point, as guardrails only let whole points through. */
    static Economy whole(Economy economy) {
        Map<EconomyParameter, Double> values = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            values.put(parameter, Math.rint(economy.value(parameter)));
        }
        return economy.with(values);
    }

    static double reflected(double z) {
        double folded = Math.abs(z % 2);
        return folded > 1 ? 2 - folded : folded;
    }
}
