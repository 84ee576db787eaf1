package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How it is written what differs in the kinds of people: by the name of the kind, its share or a map. */
final class SegmentShapes {

    static final String SHARE = "share";
    static final String OPENING_ODDS = "opening-odds";
    static final String EXTRA_SCANS = "extra-scans";
    static final String REWARD_SENSITIVITY = "reward-sensitivity";
    static final String MOTIVATION = "motivation";
    static final String CHURN_FRAILTY = "churn-frailty";

    private static final NumberShape SHARE_OF_PEOPLE = new NumberShape(Range.of(0, 1, ""));

    private static final List<Key<Double>> PROPERTIES = List.of(
            Key.optional(SHARE, "The share of the people.", SHARE_OF_PEOPLE),
            key(OPENING_ODDS, "Median odds of opening the app on a neutral day.", 0, 1_000),
            key(EXTRA_SCANS, "Mean number of scans beyond the first on an active day.", .001, 100),
            key(REWARD_SENSITIVITY, "Median sensitivity to rewards, 1 being average.", 0, 100),
            key(MOTIVATION, "Mean baseline of intrinsic motivation.", .01, .99),
            key(CHURN_FRAILTY, "What multiplies the hazard of leaving.", 0, 100));

    private SegmentShapes() {}

    private static Key<Double> key(String name, String description, double minimum, double maximum) {
        return Key.optional(name, description, new NumberShape(Range.of(minimum, maximum, "")));
    }

    static MappingShape<Map<String, Map<String, Double>>> of(Iterable<String> names) {
        Map<String, Key<Map<String, Double>>> keys = new LinkedHashMap<>();
        for (String name : names) {
            keys.put(
                    name,
                    Key.optional(
                            name,
                            "The share of the people who are of this kind, or a map of what differs in them.",
                            new NumberOrMapping<>(
                                    SHARE_OF_PEOPLE,
                                    share -> Map.of(SHARE, share),
                                    MappingShape.of(PROPERTIES, (values, problems) -> properties(values)))));
        }
        return MappingShape.<Map<String, Map<String, Double>>>of(List.copyOf(keys.values()), (values, problems) -> {
                    Map<String, Map<String, Double>> given = new LinkedHashMap<>();
                    keys.forEach((name, key) -> values.find(key).ifPresent(value -> given.put(name, value)));
                    return given;
                })
                .whoseKeysAre("kind of people", "");
    }

    private static Map<String, Double> properties(Values values) {
        Map<String, Double> given = new LinkedHashMap<>();
        PROPERTIES.forEach(property -> values.find(property).ifPresent(value -> given.put(property.name(), value)));
        return given;
    }
}
