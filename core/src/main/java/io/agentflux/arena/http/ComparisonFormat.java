package io.agentflux.arena.http;

import io.agentflux.arena.MetricComparison;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Standing;
import org.jspecify.annotations.Nullable;

/** How entries of the scoreboard tell the comparison with the control. An arena that compares nothing leaves both members out. */
final class ComparisonFormat {

    private static final double USUAL_LEVEL = 0.95;

    private ComparisonFormat() {}

    static void write(JsonWriter entry, ScoreboardEntry variant) {
        if (!variant.versusControl().isEmpty()) {
            entry.object("versusControl", metrics -> variant.versusControl()
                    .forEach((name, comparison) -> metrics.object(name, members -> write(members, comparison))));
        }
        Standing standing = variant.standing();
        if (standing != null) {
            entry.object("standing", members -> members.whole("rank", standing.rank())
                    .whole("best", standing.best())
                    .whole("worst", standing.worst()));
        }
    }

    private static void write(JsonWriter members, MetricComparison comparison) {
        members.text("method", comparison.method())
                .number("difference", comparison.difference())
                .numberOrNull("low", comparison.low())
                .numberOrNull("high", comparison.high())
                .number("level", comparison.level())
                .number("pValue", comparison.pValue())
                .number("holmPValue", comparison.holmPValue())
                .number("falseDiscoveryPValue", comparison.falseDiscoveryPValue())
                .flag("significant", comparison.isSignificant())
                .numberOrNull("effectSize", comparison.effectSize())
                .numberOrNull("oddsRatio", comparison.oddsRatio())
                .numberOrNull("power", comparison.power());
    }

    static MetricComparison read(JsonObject comparison) {
        return WireFormat.reading(
                comparison,
                data -> new MetricComparison(
                        data.text("method", ""),
                        data.number("difference", 0),
                        numberOrNull(data, "low"),
                        numberOrNull(data, "high"),
                        data.number("level", USUAL_LEVEL),
                        data.number("pValue", 1),
                        data.number("holmPValue", 1),
                        data.number("falseDiscoveryPValue", 1),
                        numberOrNull(data, "effectSize"),
                        numberOrNull(data, "oddsRatio"),
                        numberOrNull(data, "power")));
    }

    static @Nullable Standing readStanding(JsonObject entry) {
        if (!entry.has("standing")) {
            return null;
        }
        return WireFormat.reading(
                entry.object("standing"),
                data -> new Standing(data.count("rank"), data.count("best"), data.count("worst")));
    }

    private static @Nullable Double numberOrNull(JsonObject data, String name) {
        return data.has(name) ? data.number(name, 0) : null;
    }
}
