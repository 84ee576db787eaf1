package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.statistics.SamplePlan;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells how many people an experiment needs. */
@Command(
        name = "power",
        description = "How many people find an effect of some size, and in how many days they have arrived.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PowerCommand implements Runnable {

    @Option(
            names = "--effect",
            paramLabel = "D",
            required = true,
            description = "The least effect that matters, as Cohen's d: 0.2 is small, 0.5 medium, 0.8 large.")
    private double effect;

    @Option(
            names = "--alpha",
            paramLabel = "P",
            description = "How often a difference may be found where there is none; 0.05 by default.")
    private double alpha = 0.05;

    @Option(names = "--power", paramLabel = "P", description = "How often the effect is to be found; 0.8 by default.")
    private double power = 0.8;

    @Option(
            names = "--variants",
            paramLabel = "N",
            description = "How many variants share the people, the control included; 2 by default.")
    private int variants = 2;

    @Option(names = "--arrivals-per-day", paramLabel = "N", description = "How many people arrive on a day.")
    private @Nullable Double arrivals;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        SamplePlan plan;
        try {
            plan = SamplePlan.of(effect, alpha, power, variants, arrivals);
        } catch (IllegalArgumentException impossible) {
            throw new ParameterException(command.commandLine(), String.valueOf(impossible.getMessage()), impossible);
        }
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.print(CanonicalJson.write(asMap(plan)));
        } else {
            describe(out, plan);
        }
        out.flush();
    }

    private void describe(PrintWriter out, SamplePlan plan) {
        out.printf(
                Locale.ROOT,
                "To find an effect of d = %s in %s of 100 experiments, at %s %%, two-sided:%n",
                CanonicalJson.number(effect),
                CanonicalJson.number(Math.rint(1e4 * power) / 100),
                CanonicalJson.number(Math.rint(1e4 * alpha) / 100));
        out.printf(
                Locale.ROOT,
                "  %,d people per variant (%,d for the t test itself), %,d in %d variants%n",
                plan.peoplePerVariant(),
                plan.peoplePerVariantByT(),
                plan.people(),
                variants);
        if (plan.days() != null) {
            out.printf(
                    Locale.ROOT,
                    "  %,d days until so many have arrived; metrics look back over seven days, so let it run that much longer%n",
                    plan.days());
        }
    }

    private Map<String, Object> asMap(SamplePlan plan) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("effect", effect);
        map.put("alpha", alpha);
        map.put("power", power);
        map.put("variants", variants);
        map.put("peoplePerVariant", plan.peoplePerVariant());
        map.put("peoplePerVariantByT", plan.peoplePerVariantByT());
        map.put("people", plan.people());
        if (plan.days() != null) {
            map.put("arrivalsPerDay", arrivals);
            map.put("days", plan.days());
        }
        return map;
    }
}
