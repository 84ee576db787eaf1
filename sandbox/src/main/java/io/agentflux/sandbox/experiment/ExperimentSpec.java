package io.agentflux.sandbox.experiment;

import io.agentflux.arena.EconomyParameter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it is set up.
 *
 * @param id its id
 * @param name its name for people
 * @param tenantEconomy what the tenant sets differently from the global defaults
 * @param variants one control and at least one treatment
 * @param dayLength how long one day of the people's life lasts on the experiment's clock
 * @param days after how many days it completes by itself; null if it goes on until somebody ends it
 * @param signalCache how long computed signals are handed out again; zero computes them anew each time
 */
public record ExperimentSpec(
        String id,
        String name,
        Map<EconomyParameter, Double> tenantEconomy,
        List<VariantSpec> variants,
        Duration dayLength,
        @Nullable Integer days,
        Duration signalCache) {

    /** How long a platform with real people hands out the same signals. */
    public static final Duration PLATFORM_SIGNAL_CACHE = Duration.ofMinutes(5);

    /** Refuses an experiment without exactly one control, without treatments, or with an id used twice. */
    public ExperimentSpec {
        tenantEconomy = Map.copyOf(tenantEconomy);
        variants = List.copyOf(variants);
        long controls = variants.stream().filter(VariantSpec::isControl).count();
        if (controls != 1 || variants.size() < 2) {
            throw new IllegalArgumentException(
                    "experiment '" + id + "' has " + controls + " control and " + (variants.size() - controls)
                            + " treatment variants; give one control and at least one treatment");
        }
        Set<String> ids = new HashSet<>();
        for (VariantSpec variant : variants) {
            if (!ids.add(variant.id())) {
                throw new IllegalArgumentException(
                        "experiment '" + id + "' has two variants '" + variant.id() + "'; give each its own id");
            }
        }
        if (dayLength.isNegative() || dayLength.isZero()) {
            throw new IllegalArgumentException("a day lasts " + dayLength + "; give a duration above zero");
        }
        if (days != null && days < 1) {
            throw new IllegalArgumentException("the experiment lasts " + days + " days; give at least 1");
        }
        if (signalCache.isNegative()) {
            throw new IllegalArgumentException("signals are cached for " + signalCache + "; give zero or more");
        }
    }
}
