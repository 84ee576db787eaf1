package io.agentflux.orchestrator.analysis;

import io.agentflux.orchestrator.analysis.ScoreTable.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Score tables with a known truth. */
final class Tables {

    private Tables() {}

    static List<World> worlds(int scenarios, int seeds) {
        List<World> worlds = new ArrayList<>();
        for (int scenario = 0; scenario < scenarios; scenario++) {
            for (int seed = 1; seed <= seeds; seed++) {
                worlds.add(new World("scenario-" + scenario, seed));
            }
        }
        return worlds;
    }

    static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        names.add("static");
        for (int strategy = 1; strategy < count; strategy++) {
            names.add("strategy-" + strategy);
        }
        return names;
    }

    /**
     * Scores with the given true means, a world effect common to all of deviation 1 and an own noise of deviation
     * {@code noise}, so pairing gains 1 + 1/noise².
     */
    static ScoreTable random(Random random, double[] means, int scenarios, int seeds, double noise) {
        List<String> names = names(means.length);
        List<World> worlds = worlds(scenarios, seeds);
        ScoreTable.Builder table = ScoreTable.builder("static", names, worlds);
        for (World world : worlds) {
            double common = random.nextGaussian();
            for (int strategy = 0; strategy < means.length; strategy++) {
                table.score(names.get(strategy), world, means[strategy] + common + noise * random.nextGaussian());
            }
        }
        return table.build();
    }

    static ScoreTable of(double[][] scores) {
        List<String> names = names(scores.length);
        List<World> worlds = worlds(1, scores[0].length);
        ScoreTable.Builder table = ScoreTable.builder("static", names, worlds);
        for (int strategy = 0; strategy < scores.length; strategy++) {
            for (int world = 0; world < worlds.size(); world++) {
                table.score(names.get(strategy), worlds.get(world), scores[strategy][world]);
            }
        }
        return table.build();
    }
}
