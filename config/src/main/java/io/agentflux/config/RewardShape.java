package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Level;
import io.agentflux.sandbox.progress.Reward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The keys of what an experiment promises to people. */
final class RewardShape {

    private static final Key<String> NAME = Key.required(
            "name",
            "What it is.",
            new TextShape("a name of up to 100 characters", Pattern.compile("\\S(?:.*\\S)?"), 100));
    private static final Key<Double> LEVEL =
            Key.optional("level", "The level that it takes.", new NumberShape(Range.whole(2, Level.HIGHEST, "")));
    private static final Key<Badge> BADGE =
            Key.optional("badge", "The badge that it takes.", new ChoiceShape<>("badge", badges()));
    private static final Key<Double> WEEKLY_RANK = Key.optional(
            "weekly-rank",
            "The rank among the people of the variant at the end of a week that it takes, or a better one.",
            new NumberShape(Range.whole(1, 1_000, "")));

    private RewardShape() {}

    static Shape<List<Reward>> list() {
        MappingShape<Reward> reward = MappingShape.of(List.of(NAME, LEVEL, BADGE, WEEKLY_RANK), RewardShape::reward);
        return new ListShape<>("reward", reward.withRules(List.of(Map.of("oneOf", conditions()))), Reward::name);
    }

    private static List<Map<String, Object>> conditions() {
        return List.of(LEVEL, BADGE, WEEKLY_RANK).stream()
                .map(key -> Map.<String, Object>of("required", List.of(key.name())))
                .toList();
    }

    private static Map<String, Badge> badges() {
        Map<String, Badge> badges = new LinkedHashMap<>();
        for (Badge badge : Badge.values()) {
            badges.put(badge.wireName(), badge);
        }
        return badges;
    }

    private static @Nullable Reward reward(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        try {
            return new Reward(
                    values.get(NAME),
                    values.find(LEVEL).map(Double::intValue).orElse(null),
                    values.find(BADGE).orElse(null),
                    values.find(WEEKLY_RANK).map(Double::intValue).orElse(null));
        } catch (IllegalArgumentException several) {
            Node name = values.node(NAME).orElseThrow();
            problems.add(name, String.valueOf(several.getMessage()));
            return null;
        }
    }
}
