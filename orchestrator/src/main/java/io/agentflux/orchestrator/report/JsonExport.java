package io.agentflux.orchestrator.report;

import io.agentflux.arena.Economy;
import io.agentflux.orchestrator.Benchmark;
import io.agentflux.orchestrator.Conduct;
import io.agentflux.orchestrator.MatchResult;
import io.agentflux.orchestrator.MetricOutcome;
import io.agentflux.orchestrator.MetricSummary;
import io.agentflux.orchestrator.Regret;
import io.agentflux.orchestrator.TournamentPlan;
import io.agentflux.orchestrator.TournamentResult;
import io.agentflux.orchestrator.Usefulness;
import io.agentflux.orchestrator.VariantOutcome;
import io.agentflux.orchestrator.Yardstick;
import io.agentflux.orchestrator.analysis.Comparison;
import io.agentflux.orchestrator.analysis.ScenarioVerdicts;
import io.agentflux.orchestrator.analysis.Standing;
import io.agentflux.statistics.Interval;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * A tournament's result as JSON. Equal results give equal bytes on every machine and Java version: numbers have twelve
 * significant digits, lines end in a line feed, and nothing depends on the time or the place. What is no finite number is null.
 */
public final class JsonExport {

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private JsonExport() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        json = new JsonFactory()
                .createGenerator(
                        new ObjectWriteContext.Base() {
                            @Override
                            public DefaultPrettyPrinter getPrettyPrinter() {
                                return printer;
                            }
                        },
                        text);
    }

    /** The result as JSON text that ends in a line feed. */
    public static String of(TournamentResult result) {
        JsonExport export = new JsonExport();
        export.write(result);
        export.json.close();
        return export.text.append('\n').toString();
    }

    private void write(TournamentResult result) {
        TournamentPlan plan = result.plan();
        json.writeStartObject();
        json.writeStringProperty("tournament", plan.name());
        json.writeStringProperty("planHash", plan.hash());
        json.writeNumberProperty("seed", plan.seed());
        json.writeBooleanProperty("complete", result.isComplete());
        json.writeNumberProperty("matchesPlayed", result.matches().size());
        json.writeNumberProperty("matchesPlanned", plan.matches().size());
        number("confidenceLevel", plan.confidenceLevel());
        json.writeStringProperty("score", result.isNormalised() ? "normalised" : "objective minus control");
        json.writeArrayPropertyStart("yardsticks");
        result.yardsticks().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("benchmarks");
        plan.benchmarks().forEach(this::write);
        json.writeEndArray();
        result.sampleRatio().ifPresent(test -> {
            json.writeObjectPropertyStart("sampleRatio");
            number("chiSquare", test.chiSquare());
            json.writeNumberProperty("degreesOfFreedom", test.degreesOfFreedom());
            number("p", test.pValue());
            json.writeEndObject();
        });
        json.writeArrayPropertyStart("ranking");
        result.ranking()
                .standings()
                .forEach(standing -> write(standing, result.conduct().get(standing.strategy())));
        json.writeEndArray();
        number("pairingGain", result.ranking().gain().factor());
        number("adjustmentGain", result.adjustmentGain());
        json.writeArrayPropertyStart("pairs");
        result.ranking().pairs().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("scenarios");
        result.byScenario().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("metrics");
        result.metrics().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("regrets");
        result.regrets().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("usefulness");
        result.usefulness().forEach(this::write);
        json.writeEndArray();
        json.writeArrayPropertyStart("matches");
        result.matches().forEach(this::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Yardstick yardstick) {
        json.writeStartObject();
        json.writeStringProperty("scenario", yardstick.scenario());
        number("zero", yardstick.zero());
        interval("gain", yardstick.gain());
        json.writeBooleanProperty("usable", yardstick.isUsable());
        json.writeEndObject();
    }

    private void write(Benchmark benchmark) {
        json.writeStartObject();
        json.writeStringProperty("scenario", benchmark.scenario());
        json.writeBooleanProperty("oracle", benchmark.isOracle());
        json.writeStringProperty("origin", benchmark.origin());
        number("gapUpperBound", benchmark.gap());
        json.writeName("economy");
        write(benchmark.economy());
        json.writeArrayPropertyStart("sequence");
        benchmark.sequence().forEach(this::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Economy economy) {
        json.writeStartObject();
        economy.toWire().forEach(this::number);
        json.writeEndObject();
    }

    private void write(Regret regret) {
        json.writeStartObject();
        json.writeStringProperty("entrant", regret.entrant());
        json.writeNumberProperty("worlds", regret.worlds());
        interval("toStatic", regret.toStatic());
        interval("toSequence", regret.toSequence());
        number("shareOfSequenceGain", regret.share());
        json.writeEndObject();
    }

    private void write(Usefulness usefulness) {
        json.writeStartObject();
        json.writeStringProperty("entrant", usefulness.entrant());
        number("control", usefulness.control());
        number("value", usefulness.value());
        interval("difference", usefulness.test().difference());
        number("p", usefulness.test().pValue());
        interval("goodhartGap", usefulness.gap());
        json.writeEndObject();
    }

    private void write(Standing standing, @Nullable Conduct conduct) {
        json.writeStartObject();
        json.writeStringProperty("strategy", standing.strategy());
        json.writeNumberProperty("rank", standing.rank());
        json.writeBooleanProperty("tied", standing.tied());
        json.writeNumberProperty("rankLow", standing.rankInterval().low());
        json.writeNumberProperty("rankHigh", standing.rankInterval().high());
        json.writeStringProperty("tieGroup", standing.letters());
        json.writeNumberProperty("worlds", standing.worlds());
        interval("score", standing.mean());
        interval("interquartileMean", standing.interquartileMean());
        interval("optimalityGap", standing.optimalityGap());
        interval("probabilityOfImprovement", standing.improvement());
        json.writeStringProperty("verdict", standing.verdict());
        json.writeName("againstControl");
        Comparison comparison = standing.againstControl();
        if (comparison == null) {
            json.writeNull();
        } else {
            write(comparison);
        }
        if (conduct != null) {
            json.writeName("conduct");
            write(conduct);
        }
        json.writeEndObject();
    }

    private void write(Comparison comparison) {
        json.writeStartObject();
        json.writeStringProperty("first", comparison.first());
        json.writeStringProperty("second", comparison.second());
        json.writeNumberProperty("worlds", comparison.worlds());
        interval("difference", comparison.difference());
        number("t", comparison.test().statistic());
        number("degreesOfFreedom", comparison.test().degreesOfFreedom());
        number("p", comparison.test().pValue());
        number("logP", comparison.test().logPValue());
        number("holmP", comparison.adjustedP());
        number("signFlipP", comparison.signFlip().pValue());
        number("holmSignFlipP", comparison.adjustedSignFlipP());
        json.writeStringProperty("conclusion", comparison.conclusion().name());
        number("pairingGain", comparison.gain().factor());
        json.writeEndObject();
    }

    private void write(ScenarioVerdicts verdicts) {
        json.writeStartObject();
        json.writeStringProperty("scenario", verdicts.scenario());
        json.writeArrayPropertyStart("againstControl");
        verdicts.comparisons().forEach(this::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(MetricSummary summary) {
        json.writeStartObject();
        json.writeStringProperty("entrant", summary.entrant());
        json.writeStringProperty("metric", summary.metric().name());
        number("control", summary.control());
        number("value", summary.value());
        interval("difference", summary.test().difference());
        number("p", summary.test().pValue());
        json.writeEndObject();
    }

    private void write(MatchResult result) {
        json.writeStartObject();
        json.writeNumberProperty("index", result.match().index());
        json.writeStringProperty("scenario", result.match().scenario());
        json.writeNumberProperty("replicate", result.match().replicate());
        json.writeNumberProperty("seed", result.match().seed());
        if (!result.outcome().assigned().isEmpty()) {
            json.writeObjectPropertyStart("assigned");
            result.outcome().assigned().forEach(json::writeNumberProperty);
            json.writeEndObject();
        }
        json.writeName("control");
        write(result.outcome().control(), null);
        json.writeName("bestStatic");
        write(result.outcome().bestStatic(), null);
        VariantOutcome sequence = result.outcome().bestSequence();
        if (sequence != null) {
            json.writeName("bestSequence");
            write(sequence, null);
        }
        json.writeObjectPropertyStart("entrants");
        result.outcome().entrants().forEach((entrant, outcome) -> {
            json.writeName(entrant);
            write(outcome, result.conduct().get(entrant));
        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private void write(VariantOutcome outcome, @Nullable Conduct conduct) {
        json.writeStartObject();
        number("value", outcome.value());
        number("plainValue", outcome.plainValue());
        number("horizonValue", outcome.horizonValue());
        number("washoutValue", outcome.washoutValue());
        number("usefulness", outcome.usefulness());
        if (!outcome.metrics().isEmpty()) {
            json.writeObjectPropertyStart("metrics");
            outcome.metrics().forEach((metric, value) -> {
                json.writeName(metric.name());
                write(value);
            });
            json.writeEndObject();
        }
        if (conduct != null) {
            json.writeName("conduct");
            write(conduct);
        }
        json.writeEndObject();
    }

    private void write(MetricOutcome outcome) {
        json.writeStartObject();
        number("value", outcome.value());
        number("standardError", outcome.standardError());
        MetricOutcome.Effect effect = outcome.effect();
        if (effect != null) {
            number("difference", effect.difference());
            number("low", effect.low());
            number("high", effect.high());
            number("p", effect.p());
            number("varianceLeft", effect.varianceLeft());
            if (effect.pooledFisherP() != null) {
                number("pooledFisherP", effect.pooledFisherP());
            }
        }
        json.writeEndObject();
    }

    private void write(Conduct conduct) {
        json.writeStartObject();
        json.writeNumberProperty("cycles", conduct.cycles());
        json.writeNumberProperty("failedCycles", conduct.failedCycles());
        json.writeNumberProperty("held", conduct.held());
        json.writeNumberProperty("accepted", conduct.accepted());
        json.writeNumberProperty("clamped", conduct.clamped());
        json.writeObjectPropertyStart("rejected");
        conduct.rejected().forEach(json::writeNumberProperty);
        json.writeEndObject();
        json.writeName("failure");
        if (conduct.failure() == null) {
            json.writeNull();
        } else {
            json.writeString(conduct.failure());
        }
        json.writeEndObject();
    }

    private void interval(String name, Interval interval) {
        json.writeObjectPropertyStart(name);
        number("estimate", interval.estimate());
        number("low", interval.low());
        number("high", interval.high());
        json.writeStringProperty("method", interval.method());
        json.writeEndObject();
    }

    private void number(String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, Figures.rounded(value));
        } else {
            json.writeNullProperty(name);
        }
    }
}
