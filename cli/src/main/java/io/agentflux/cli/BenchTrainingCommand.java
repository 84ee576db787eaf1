package io.agentflux.cli;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.rl.ActionSpace;
import io.agentflux.arena.rl.ArenaTask;
import io.agentflux.arena.rl.VectorArenaEnv;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.time.SimulatedScheduler;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a policy can be trained in simulated worlds. */
@Command(
        name = "training",
        description = "How many steps a second a learning loop takes in worlds of simulated people, on one core.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchTrainingCommand implements Callable<Integer> {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Option(
            names = "--worlds",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many worlds are stepped together; ${DEFAULT-VALUE} by default.")
    private int worlds;

    @Option(
            names = "--people",
            paramLabel = "N",
            defaultValue = "200",
            description = "People per variant; ${DEFAULT-VALUE} by default.")
    private int people;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many steps are measured, over all worlds; ${DEFAULT-VALUE} by default.")
    private int steps;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        if (worlds < 1 || steps < worlds || people < 1) {
            throw new ParameterException(
                    command.commandLine(), "Give at least one world and person, and as many steps as worlds");
        }
        ArenaTask task = ArenaTask.of(
                        ActionSpace.relative(0.2, EconomyParameter.SCAN_XP, EconomyParameter.STREAK_BONUS_PER_DAY))
                .settling(DAY)
                .stepLimit(60);
        VectorArenaEnv env = VectorArenaEnv.of(worlds, task, this::world, 42);
        SplittableRandom random = new SplittableRandom(42);
        env.reset();
        int rounds = steps / worlds;
        // as much again as warm-up, so that the compiler is done
        for (int round = 0; round < rounds; round++) {
            env.step(actions(env, random));
        }
        long before = cpuNanos();
        for (int round = 0; round < rounds; round++) {
            env.step(actions(env, random));
        }
        print((cpuNanos() - before) / 1e9, rounds * worlds);
        return ExitCode.OK;
    }

    private VectorArenaEnv.World world(long seed) {
        SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
        Experiment experiment = new DemoExperiment(1, people, seed, DAY).start(clock);
        return new VectorArenaEnv.World(
                experiment.arena(experiment.spec().variants().get(1).id()), clock);
    }

    private static double[][] actions(VectorArenaEnv env, SplittableRandom random) {
        double[][] actions = new double[env.size()][];
        Arrays.setAll(actions, world -> env.actionSpace().sample(random));
        return actions;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void print(double cpuSeconds, int measured) {
        PrintWriter out = command.commandLine().getOut();
        double perSecond = measured / cpuSeconds;
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("stepsPerCpuSecond", perSecond);
            figures.put("steps", measured);
            figures.put("worlds", worlds);
            figures.put("peoplePerVariant", people);
            figures.put("java", Version.java());
            out.print(CanonicalJson.write(figures));
        } else {
            out.print("""
                    steps per second, one core   %s
                    a step                       act, let %d people of two variants live a day, observe; 60 steps are an episode
                    measured                     %d steps in %d worlds, CPU time of the thread, new worlds included, Java %s
                    """.formatted(FigureText.fixed(perSecond, 0), 2 * people, measured, worlds, Version.java()));
        }
        out.flush();
    }
}
