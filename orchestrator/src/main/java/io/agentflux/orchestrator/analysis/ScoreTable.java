package io.agentflux.orchestrator.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The score of every strategy in every world, as far as they were played. Higher is better; 0 is the default economy held
 * and 1 the best possible one when scores are normalised.
 *
 * <p>A cell may be missing, because the tournament was interrupted; missing worlds are left out of what they belong to. A
 * cell that holds NaN or an infinity is different: the world was played and the strategy has no score in it, so nothing can
 * be said about that strategy.
 *
 * <p>The order of the worlds given at the start is the order of every sum, whatever the order in which scores arrive, so
 * equal tables give equal bits. Immutable once built.
 */
public final class ScoreTable {

    /** One world: a scenario lived through with one seed. */
    public record World(String scenario, long seed) {}

    private final String control;
    private final List<String> strategies;
    private final List<World> worlds;
    private final double[][] scores;
    private final boolean[][] played;

    private ScoreTable(Builder builder) {
        this.control = builder.control;
        this.strategies = builder.strategies;
        this.worlds = builder.worlds;
        this.scores = Arrays.stream(builder.scores).map(double[]::clone).toArray(double[][]::new);
        this.played = Arrays.stream(builder.played).map(boolean[]::clone).toArray(boolean[][]::new);
    }

    /**
     * A table to be filled.
     *
     * @param control the strategy that the others are compared with, one of {@code strategies}
     * @param strategies names, all different
     * @param worlds the worlds planned, all different, in the order in which they are to be added up
     */
    public static Builder builder(String control, List<String> strategies, List<World> worlds) {
        return new Builder(control, List.copyOf(strategies), List.copyOf(worlds));
    }

    /** The strategy that the others are compared with. */
    public String control() {
        return control;
    }

    /** All strategies, the control among them, in the order given. */
    public List<String> strategies() {
        return strategies;
    }

    /** The worlds planned, in the order given. */
    public List<World> worlds() {
        return worlds;
    }

    /** The score of a strategy in a world, empty while that world is not played. */
    public OptionalDouble score(String strategy, World world) {
        int row = strategies.indexOf(strategy);
        int column = worlds.indexOf(world);
        return row >= 0 && column >= 0 && played[row][column]
                ? OptionalDouble.of(scores[row][column])
                : OptionalDouble.empty();
    }

    /** The part of this table that one scenario fills. */
    ScoreTable inScenario(String scenario) {
        int[] columns = IntStream.range(0, worlds.size())
                .filter(column -> worlds.get(column).scenario().equals(scenario))
                .toArray();
        Builder part = builder(
                control,
                strategies,
                Arrays.stream(columns).mapToObj(worlds::get).toList());
        for (int row = 0; row < strategies.size(); row++) {
            for (int column = 0; column < columns.length; column++) {
                part.scores[row][column] = scores[row][columns[column]];
                part.played[row][column] = played[row][columns[column]];
            }
        }
        return part.build();
    }

    /** Number of worlds in which every strategy has been played. */
    public int completeWorlds() {
        int complete = 0;
        for (int world = 0; world < worlds.size(); world++) {
            boolean all = true;
            for (boolean[] row : played) {
                all &= row[world];
            }
            complete += all ? 1 : 0;
        }
        return complete;
    }

    /**
     * The worlds that both strategies have played, as strata: one per scenario, in world order. If a scenario has a single such
     * world its variance over seeds is unknown, and all worlds form one stratum.
     */
    int[][] commonWorlds(int first, int second) {
        Map<String, List<Integer>> byScenario = new LinkedHashMap<>();
        List<Integer> all = new ArrayList<>();
        for (int world = 0; world < worlds.size(); world++) {
            if (played[first][world] && played[second][world]) {
                all.add(world);
                byScenario
                        .computeIfAbsent(worlds.get(world).scenario(), scenario -> new ArrayList<>())
                        .add(world);
            }
        }
        boolean single = byScenario.values().stream().anyMatch(group -> group.size() < 2);
        return (single || all.isEmpty() ? List.of(all) : List.copyOf(byScenario.values()))
                .stream()
                        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new);
    }

    /** The scores of a strategy in these strata of worlds. */
    double[][] scores(int strategy, int[][] strata) {
        return Arrays.stream(strata)
                .map(stratum -> Arrays.stream(stratum)
                        .mapToDouble(world -> scores[strategy][world])
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Takes scores in any order. Not for several threads at once. */
    public static final class Builder {

        private final String control;
        private final List<String> strategies;
        private final List<World> worlds;
        private final Map<String, Integer> rows = new HashMap<>();
        private final Map<World, Integer> columns = new HashMap<>();
        private final double[][] scores;
        private final boolean[][] played;

        private Builder(String control, List<String> strategies, List<World> worlds) {
            if (!strategies.contains(control)) {
                throw new IllegalArgumentException(
                        "Control '" + control + "' is not among the strategies " + strategies + "; add it");
            }
            if (Set.copyOf(strategies).size() < strategies.size()) {
                throw new IllegalArgumentException(
                        "Strategies " + strategies + " are not all different; name them apart");
            }
            if (Set.copyOf(worlds).size() < worlds.size()) {
                throw new IllegalArgumentException("A world is planned twice among " + worlds);
            }
            this.control = control;
            this.strategies = strategies;
            this.worlds = worlds;
            strategies.forEach(strategy -> rows.put(strategy, rows.size()));
            worlds.forEach(world -> columns.put(world, columns.size()));
            scores = new double[strategies.size()][worlds.size()];
            played = new boolean[strategies.size()][worlds.size()];
        }

        /** Adds the score of a strategy in a world; each cell can be filled once. */
        public Builder score(String strategy, World world, double score) {
            Integer row = rows.get(strategy);
            Integer column = columns.get(world);
            if (row == null || column == null) {
                throw new IllegalArgumentException(
                        "No cell for strategy '" + strategy + "' in " + world + "; both must be planned");
            }
            if (played[row][column]) {
                throw new IllegalStateException("Strategy '" + strategy + "' already has a score in " + world);
            }
            scores[row][column] = score;
            played[row][column] = true;
            return this;
        }

        /** The table of the scores added so far. */
        public ScoreTable build() {
            return new ScoreTable(this);
        }
    }
}
