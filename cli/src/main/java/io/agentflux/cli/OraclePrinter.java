package io.agentflux.cli;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.config.CanonicalJson;
import io.agentflux.orchestrator.report.FigureText;
import io.agentflux.sandbox.oracle.Certificate;
import io.agentflux.sandbox.oracle.Estimate;
import io.agentflux.sandbox.oracle.Oracle;
import io.agentflux.sandbox.oracle.OracleSettings;
import io.agentflux.sandbox.oracle.Schedule;
import io.agentflux.sandbox.population.Scenario;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Prints an oracle for people. */
final class OraclePrinter {

    private static final int DECIMALS = 4;
    /** How many standard errors make a 95 % interval; samples are many enough for the normal law. */
    private static final double NORMAL_QUANTILE = 1.96;

    private final PrintWriter out;
    private final Ansi ansi;
    private final Scenario scenario;
    private final Oracle oracle;

    OraclePrinter(PrintWriter out, Ansi ansi, Scenario scenario, Oracle oracle) {
        this.out = out;
        this.ansi = ansi;
        this.scenario = scenario;
        this.oracle = oracle;
    }

    void print(String origin) {
        println("@|bold " + scenario.name() + "|@: " + scenario.summary());
        paragraph(origin + ", for " + oracle.horizonDays() + " days and " + oracle.washoutDays()
                + " days of washout under the default economy. " + belonging());
        if (!scenario.ranges().isEmpty()) {
            paragraph("Constants are drawn anew for each seed, so this is the best that can be done without knowing the"
                    + " draw: values are means over draws. In a single draw another economy may be better.");
        }
        out.println();
        printValues();
        out.println();
        printEconomies();
        out.println();
        printCertificate();
        out.println();
        printSettings();
    }

    private String belonging() {
        if (!oracle.belongsTo(scenario)) {
            return "IT DOES NOT BELONG to the scenario and the model as they are now.";
        }
        return oracle.scenario().equals(scenario.name())
                ? "It belongs to the scenario and the model as they are now."
                : "It is that of '" + oracle.scenario() + "', which differs in the number of people only.";
    }

    private void printValues() {
        Table table = new Table(ansi)
                .column("objective over horizon and washout", Table.Align.LEFT)
                .column("value", Table.Align.RIGHT)
                .column("gain over doing nothing, 95 % interval", Table.Align.LEFT);
        table.row("doing nothing: the default economy", value(oracle.byDefault()), "");
        table.row("best static economy, from the first day", value(oracle.held()), gain(oracle.gain()));
        for (Oracle.Feasible feasible : oracle.feasible()) {
            int phases = feasible.schedule().phases();
            table.row(
                    phases == 1
                            ? "the same, in the steps guardrails allow"
                            : "best sequence of " + phases + " as guardrails allow",
                    value(feasible.value()),
                    gain(feasible.gain()));
        }
        table.lines().forEach(out::println);
    }

    private static String value(Estimate estimate) {
        return FigureText.fixed(estimate.value(), DECIMALS);
    }

    private static String gain(Estimate gain) {
        double half = NORMAL_QUANTILE * gain.standardError();
        return FigureText.signed(gain.value(), DECIMALS) + " [" + FigureText.fixed(gain.value() - half, DECIMALS) + ", "
                + FigureText.fixed(gain.value() + half, DECIMALS) + "]";
    }

    private void printEconomies() {
        Schedule sequence = oracle.bestFeasible().schedule();
        Table table = new Table(ansi)
                .column("economy", Table.Align.LEFT)
                .column("default", Table.Align.RIGHT)
                .column("best static", Table.Align.RIGHT);
        List<Integer> firstDays = firstDays(sequence);
        firstDays.forEach(day -> table.column("from day " + day, Table.Align.RIGHT));
        for (EconomyParameter parameter : EconomyParameter.values()) {
            List<String> row = new ArrayList<>();
            row.add(parameter.wireName());
            row.add(points(scenario.defaultEconomy(), parameter));
            row.add(points(oracle.economy(), parameter));
            firstDays.forEach(day -> row.add(points(sequence.targetOn(day, oracle.horizonDays()), parameter)));
            table.row(row.toArray(String[]::new));
        }
        table.lines().forEach(out::println);
    }

    private List<Integer> firstDays(Schedule sequence) {
        List<Integer> firstDays = new ArrayList<>();
        for (int day = 0; day < oracle.horizonDays(); day++) {
            boolean isNew = day == 0
                    || !sequence.targetOn(day, oracle.horizonDays())
                            .equals(sequence.targetOn(day - 1, oracle.horizonDays()));
            if (isNew) {
                firstDays.add(day);
            }
        }
        return firstDays;
    }

    private static String points(Economy economy, EconomyParameter parameter) {
        return CanonicalJson.number(economy.value(parameter));
    }

    private void printCertificate() {
        Certificate certificate = oracle.certificate();
        println("@|bold What speaks for the static economy being the best|@ (tolerance "
                + FigureText.fixed(certificate.tolerance(), DECIMALS) + ")");
        check(
                certificate.startsAgree(),
                "%d searches from different starts ended with economies whose values are at most %s apart"
                        .formatted(oracle.settings().starts(), FigureText.fixed(certificate.startsSpread(), DECIMALS)));
        check(
                certificate.sampleHolds(),
                String.format(
                        Locale.ROOT,
                        "the best of %,d economies spread over the whole box (Sobol) is %s",
                        certificate.sampleSize(),
                        beside(certificate.sampleExcess())));
        check(
                certificate.gridHolds(),
                "the best of %d changes of a single parameter is %s"
                        .formatted(certificate.gridPoints(), beside(certificate.gridExcess())));
        check(
                certificate.gapHolds(),
                "the optimum is at most %s better, with 95 %% confidence; so it lies between %s and %s"
                        .formatted(
                                FigureText.fixed(certificate.gapUpperBound(), DECIMALS),
                                value(oracle.held()),
                                FigureText.fixed(oracle.held().value() + certificate.gapUpperBound(), DECIMALS)));
        paragraph(
                "This is evidence and no proof: no search of this kind can rule out a better economy that it never came"
                        + " near.");
    }

    private void check(boolean passed, String what) {
        println((passed ? "  @|green holds|@  " : "  @|red FAILS|@  ") + what);
    }

    private static String beside(double excess) {
        return FigureText.fixed(Math.abs(excess), DECIMALS) + (excess > 0 ? " better" : " worse");
    }

    private void printSettings() {
        OracleSettings settings = oracle.settings();
        paragraph(String.format(
                Locale.ROOT,
                "Searched with %,d people, %d starts, %,d evaluations each and seed %d. The same again: agentflux oracle %s"
                        + " --recompute --seed %d --people %d --starts %d --evaluations %d",
                settings.people(),
                settings.starts(),
                settings.evaluations(),
                settings.seed(),
                scenario.name(),
                settings.seed(),
                settings.people(),
                settings.starts(),
                settings.evaluations()));
    }

    private void paragraph(String text) {
        Paragraph.lines(text, 0).forEach(out::println);
    }

    private void println(String markup) {
        out.println(ansi.string(markup));
    }
}
