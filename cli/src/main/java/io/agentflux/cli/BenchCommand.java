package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.load.CycleBenchmark;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.population.PopulationBenchmark;
import io.agentflux.sandbox.population.PopulationScaling;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures this machine. */
@Command(
        name = "bench",
        description = "Measure how fast this machine is.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchAgentsCommand.class, BenchSoakCommand.class, BenchTrainingCommand.class})
final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        throw new ParameterException(
                command.commandLine(), "Say what to measure: population, engine, training, agents or soak");
    }

    @Command(
            name = "population",
            description = "How many days of a person's life one core simulates per second, by CPU time.",
            mixinStandardHelpOptions = true)
    void population(
            @Option(
                            names = "--windows",
                            paramLabel = "N",
                            defaultValue = "120",
                            description =
                                    "How often a fortnight of 8,192 people is measured; ${DEFAULT-VALUE} by default.")
                    int windows,
            @Option(
                            names = "--scaling",
                            description = "Measure time and memory per person from 1,000 to --largest people instead.")
                    boolean scaling,
            @Option(
                            names = "--largest",
                            paramLabel = "N",
                            defaultValue = "10000000",
                            description =
                                    "The largest population that --scaling measures; ${DEFAULT-VALUE} by default, which"
                                            + " takes 3 GiB of heap.")
                    int largest,
            @Option(names = "--json", description = "Print the figures as JSON.") boolean json) {
        if (scaling) {
            printScaling(PopulationScaling.measure(sizes(atLeastOne("--largest", largest))), json);
            return;
        }
        PopulationBenchmark.Result result = PopulationBenchmark.run(atLeastOne("--windows", windows));
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("bestUserDaysPerSecond", result.bestUserDaysPerSecond());
            figures.put("medianUserDaysPerSecond", result.medianUserDaysPerSecond());
            figures.put("bestNanosPerUserDay", result.bestNanosPerUserDay());
            figures.put("medianNanosPerUserDay", result.medianNanosPerUserDay());
            figures.put("calibrationNanos", result.calibrationNanos());
            figures.put("activeShare", result.activeShare());
            figures.put("windows", result.windows());
            figures.put("userDaysPerWindow", result.userDaysPerWindow());
            figures.put("java", Version.java());
            print(CanonicalJson.write(figures));
            return;
        }
        print("""
                user-days per second, one core   best %s million, median %s million
                CPU time of a user-day           best %s ns, median %s ns
                share of people active           %s (idle people cost next to nothing)
                calibration                      %s ns per number of java.util.SplittableRandom
                measured                         %d windows of %s user-days, CPU time of the thread, Java %s
                """.formatted(
                        FigureText.fixed(result.bestUserDaysPerSecond() / 1e6, 1),
                        FigureText.fixed(result.medianUserDaysPerSecond() / 1e6, 1),
                        FigureText.fixed(result.bestNanosPerUserDay(), 1),
                        FigureText.fixed(result.medianNanosPerUserDay(), 1),
                        FigureText.fixed(result.activeShare(), 3),
                        FigureText.fixed(result.calibrationNanos(), 3),
                        result.windows(),
                        String.format(Locale.ROOT, "%,d", result.userDaysPerWindow()),
                        Version.java()));
    }

    private static List<Integer> sizes(int largest) {
        return IntStream.iterate(1_000, size -> size <= largest && size <= 10_000_000, size -> 10 * size)
                .boxed()
                .toList();
    }

    private void printScaling(List<PopulationScaling.Point> points, boolean json) {
        if (json) {
            print(CanonicalJson.write(points.stream().map(BenchCommand::asMap).toList()));
            return;
        }
        Table table = new Table(command.commandLine().getColorScheme().ansi())
                .column("people", Table.Align.RIGHT)
                .column("bytes per person", Table.Align.RIGHT)
                .column("ns to create one", Table.Align.RIGHT)
                .column("ns per day of one", Table.Align.RIGHT);
        for (PopulationScaling.Point point : points) {
            table.row(
                    String.format(Locale.ROOT, "%,d", point.people()),
                    FigureText.fixed(point.bytesPerPerson(), 1),
                    FigureText.fixed(point.nanosToCreate(), 0),
                    FigureText.fixed(point.nanosPerDay(), 1));
        }
        print(String.join("\n", table.lines())
                + "\n\nCPU time of one thread; days under the default economy, many at once, so that people stay in the nearest"
                + "\ncache. The last block of people may have empty places, which small populations pay for.\n");
    }

    private static Map<String, Object> asMap(PopulationScaling.Point point) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("people", point.people());
        map.put("bytesPerPerson", point.bytesPerPerson());
        map.put("nanosToCreate", point.nanosToCreate());
        map.put("nanosPerUserDay", point.nanosPerDay());
        return map;
    }

    @Command(
            name = "engine",
            description =
                    "What an agent's cycle costs in simulated time, beside the same loop written by hand in Reactor.",
            mixinStandardHelpOptions = true)
    void engine(
            @Option(
                            names = "--rounds",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "How often each loop is measured, in turn; ${DEFAULT-VALUE} by default.")
                    int rounds,
            @Option(names = "--json", description = "Print the figures as JSON.") boolean json) {
        CycleBenchmark.Result result = CycleBenchmark.run(atLeastOne("--rounds", rounds));
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("agentNanosPerCycle", result.agentNanos());
            figures.put("byHandNanosPerCycle", result.byHandNanos());
            figures.put("byHandInSilenceNanosPerCycle", result.silentNanos());
            figures.put("agentOverByHand", result.overByHand());
            figures.put("agentOverByHandInSilence", result.overSilent());
            figures.put("rounds", result.rounds());
            figures.put("cyclesPerRound", result.cyclesPerRound());
            figures.put("java", Version.java());
            print(CanonicalJson.write(figures));
            return;
        }
        print("""
                agent                            %s ns per cycle
                by hand, telling what happens    %s ns per cycle
                by hand, in silence              %s ns per cycle
                agent over by hand               %s times telling, %s times in silence (medians over rounds)
                measured                         %d rounds of %d cycles, CPU time of the thread, Java %s
                """.formatted(
                        FigureText.fixed(result.agentNanos(), 0),
                        FigureText.fixed(result.byHandNanos(), 0),
                        FigureText.fixed(result.silentNanos(), 0),
                        FigureText.fixed(result.overByHand(), 2),
                        FigureText.fixed(result.overSilent(), 2),
                        result.rounds(),
                        result.cyclesPerRound(),
                        Version.java()));
    }

    private int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), option + " is " + value + "; give at least 1");
        }
        return value;
    }

    private void print(String text) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
