package io.agentflux.arena.rl;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What a policy can do: vectors of numbers, and the changes of the economy they stand for. */
public final class ActionSpace {

    private final Box box;
    private final BiFunction<double[], Economy, Map<EconomyParameter, Double>> meaning;

    private ActionSpace(Box box, BiFunction<double[], Economy, Map<EconomyParameter, Double>> meaning) {
        this.box = box;
        this.meaning = meaning;
    }

    /**
     * Actions of one's own.
     *
     * @param box the vectors that are actions
     * @param meaning the values that an action asks for, given the economy in force; empty to hold
     */
    public static ActionSpace of(Box box, BiFunction<double[], Economy, Map<EconomyParameter, Double>> meaning) {
        return new ActionSpace(box, meaning);
    }

    /**
     * One number within [-1, 1] for each parameter: the share of {@code greatestStep} by which its value moves, so that 0
     * leaves it alone. A value below 1 moves as if it were 1, or it could never leave 0.
     *
     * @param greatestStep how far one action can move a parameter, as a share of its value, above 0; what is more than the
     *     arena's own limit is cut back there
     */
    public static ActionSpace relative(double greatestStep, EconomyParameter... parameters) {
        if (!(greatestStep > 0 && Double.isFinite(greatestStep))) {
            throw new IllegalArgumentException(
                    "greatestStep is " + greatestStep + "; give a share above 0 such as 0.2");
        }
        List<EconomyParameter> moved = listed(parameters);
        return of(Box.of(wireNames(moved), -1, 1), (action, economy) -> {
            Map<EconomyParameter, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < action.length; i++) {
                double value = economy.value(moved.get(i));
                values.put(moved.get(i), Math.max(0, value + greatestStep * action[i] * Math.max(1, value)));
            }
            return values;
        });
    }

    /**
     * One number for each parameter: its value, as a share of its global default.
     *
     * @param least the lowest share, not negative
     * @param greatest the highest share
     */
    public static ActionSpace absolute(double least, double greatest, EconomyParameter... parameters) {
        if (!(least >= 0)) {
            throw new IllegalArgumentException("least is " + least + "; give a share that is not negative");
        }
        List<EconomyParameter> set = listed(parameters);
        return of(Box.of(wireNames(set), least, greatest), (action, economy) -> {
            Map<EconomyParameter, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < action.length; i++) {
                values.put(set.get(i), action[i] * set.get(i).globalDefault());
            }
            return values;
        });
    }

    private static List<EconomyParameter> listed(EconomyParameter... parameters) {
        if (parameters.length == 0) {
            throw new IllegalArgumentException("an action space without parameters; name at least one");
        }
        return List.copyOf(Arrays.asList(parameters));
    }

    private static List<String> wireNames(List<EconomyParameter> parameters) {
        return parameters.stream().map(EconomyParameter::wireName).toList();
    }

    /** The vectors that are actions. */
    public Box box() {
        return box;
    }

    /**
     * The changes that an action stands for.
     *
     * @param action a vector of the box
     * @param economy the economy in force
     * @return the requested values that differ from those in force; empty to hold
     */
    public Map<EconomyParameter, Double> changes(double[] action, Economy economy) {
        Map<EconomyParameter, Double> changes = new LinkedHashMap<>(meaning.apply(action, economy));
        changes.entrySet().removeIf(change -> change.getValue() == economy.value(change.getKey()));
        return changes;
    }
}
