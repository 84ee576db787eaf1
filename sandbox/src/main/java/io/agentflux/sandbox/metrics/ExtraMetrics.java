package io.agentflux.sandbox.metrics;

import io.agentflux.arena.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The extra metrics that the experiments of an arena may report. Immutable. */
public final class ExtraMetrics {

    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,49}");
    private static final ExtraMetrics BUILT_IN = builtIn();

    private final Map<String, ExtraMetric> byName;

    private ExtraMetrics(Map<String, ExtraMetric> byName) {
        this.byName = byName;
    }

    private static ExtraMetrics builtIn() {
        Map<String, ExtraMetric> byName = new LinkedHashMap<>();
        for (BuiltInMetric metric : BuiltInMetric.values()) {
            byName.put(metric.name(), metric);
        }
        return new ExtraMetrics(byName);
    }

    /** The built-in ones. */
    public static ExtraMetrics ofDefaults() {
        return BUILT_IN;
    }

    /**
     * These and one more.
     *
     * @throws IllegalArgumentException if its name is taken, or is no name
     */
    public ExtraMetrics with(ExtraMetric metric) {
        String name = metric.name();
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a metric is called '" + name
                    + "'; give it a name of up to 50 capitals, digits and underscores, such as STICKINESS");
        }
        boolean isStandard = Arrays.stream(Metric.values())
                .anyMatch(standard -> standard.name().equals(name));
        if (isStandard || byName.containsKey(name)) {
            throw new IllegalArgumentException("there is a metric " + name + " already; give this one another name");
        }
        Map<String, ExtraMetric> more = new LinkedHashMap<>(byName);
        more.put(name, metric);
        return new ExtraMetrics(more);
    }

    /** Their names, the built-in ones first. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The metric of that name, or empty if there is none. */
    public Optional<ExtraMetric> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those of these names that there are, in the order of the names. */
    public List<ExtraMetric> known(List<String> names) {
        List<ExtraMetric> known = new ArrayList<>();
        names.forEach(name -> find(name).ifPresent(known::add));
        return known;
    }
}
