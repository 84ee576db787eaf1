package io.agentflux.sandbox.admin;

import io.agentflux.arena.Metric;
import io.agentflux.sandbox.experiment.EventBody;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table that can be taken out of an experiment's log, oldest row first.
 *
 * @param name what it is asked for by
 * @param types the types of events that it is made of; empty means all
 * @param columns what its columns are called
 * @param rows the rows that an event of one of the types gives
 */
record Export(String name, Set<String> types, List<String> columns, Function<StoredEvent, List<List<Object>>> rows) {

    /** What points are given for, as the members of an award name it. */
    private static final List<String> AWARDS = List.of("activity", "firstScanOfDay", "streak", "mission");

    private static final String METRICS = "metrics";

    private static final List<Export> ALL = List.of(
            new Export(
                    "events",
                    Set.of(),
                    List.of("sequence", "timestamp", "type", "variantId", "id", "outcome", "body", "hash"),
                    stored -> List.of(new ArrayList<>(EventView.of(stored).values()))),
            new Export(
                    "decisions",
                    Set.of(EventType.DECISION),
                    List.of(
                            "sequence",
                            "timestamp",
                            "variantId",
                            "id",
                            "accepted",
                            "rejectionReason",
                            "economyOverrides",
                            "appliedConfig",
                            "clampedDeltas",
                            "reasoning",
                            "evidence"),
                    stored -> List.of(decision(stored))),
            metrics(List.of()),
            new Export(
                    "activities",
                    Set.of(EventType.ACTIVITY),
                    List.of(
                            "sequence",
                            "timestamp",
                            "variantId",
                            "id",
                            "kind",
                            "person",
                            "day",
                            "inWriting",
                            "points",
                            "site",
                            "place",
                            "rating"),
                    stored -> List.of(activity(stored))),
            new Export(
                    "points",
                    Set.of(EventType.ACTIVITY),
                    List.of("timestamp", "variantId", "activityId", "person", "type", "amount"),
                    Export::points),
            new Export(
                    "referrals",
                    Set.of(EventType.ACTIVITY),
                    List.of("timestamp", "variantId", "activityId", "person", "referredBy", "day"),
                    Export::referrals));

    /**
     * The table of that name, or empty if there is none.
     *
     * @param extraMetrics the names of what the experiment reports beside the six metrics
     */
    static Optional<Export> named(String name, List<String> extraMetrics) {
        return ALL.stream()
                .filter(export -> export.name.equals(name))
                .findFirst()
                .map(export -> name.equals(METRICS) ? metrics(extraMetrics) : export);
    }

    static List<String> names() {
        return ALL.stream().map(Export::name).toList();
    }

    private static List<Object> decision(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        JsonNode body = EventBody.shown(event);
        return row(
                stored.sequence(),
                event.timestamp().toString(),
                variantId(event),
                event.id(),
                "accepted".equals(event.outcome()),
                body.get("rejectionReason"),
                body.get("economyOverrides"),
                body.get("appliedConfig"),
                body.get("clampedDeltas"),
                body.get("reasoning"),
                body.get("evidence"));
    }

    /** A row for each variant and day. */
    private static Export metrics(List<String> extraMetrics) {
        List<String> metrics = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            metrics.add(metric.name());
        }
        metrics.addAll(extraMetrics);
        return new Export(
                METRICS, Set.of(EventType.DAY), metricColumns(metrics), stored -> List.of(metrics(stored, metrics)));
    }

    private static List<Object> metrics(StoredEvent stored, List<String> metrics) {
        ExperimentEvent event = stored.event();
        JsonNode body = EventBody.shown(event);
        List<Object> row = row(
                body.get("day"),
                event.timestamp().toString(),
                variantId(event),
                body.get("enrolled"),
                body.get("activeToday"),
                body.get("activeThisWeek"),
                body.get("totalScans"));
        for (String metric : metrics) {
            JsonNode signal = body.path("metrics").path(metric);
            row.addAll(row(signal.get("value"), signal.get("standardDeviation"), signal.get("sampleSize")));
        }
        row.addAll(row(body.get("economy")));
        return row;
    }

    private static List<Object> activity(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        JsonNode body = EventBody.shown(event);
        return row(
                stored.sequence(),
                event.timestamp().toString(),
                variantId(event),
                event.id(),
                event.outcome(),
                body.get("person"),
                body.get("day"),
                body.get("inWriting"),
                body.get("points"),
                body.get("site"),
                body.get("place"),
                body.get("rating"));
    }

    /** A row for each thing that points were given for; an activity itself goes by its kind. */
    private static List<List<Object>> points(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        JsonNode body = EventBody.shown(event);
        List<List<Object>> rows = new ArrayList<>();
        for (String award : AWARDS) {
            JsonNode amount = body.path("award").path(award);
            if (amount.doubleValue(0) != 0) {
                rows.add(row(
                        event.timestamp().toString(),
                        variantId(event),
                        event.id(),
                        body.get("person"),
                        award.equals("activity") ? event.outcome() : award,
                        amount));
            }
        }
        return rows;
    }

    /** A row for each person who was brought by somebody; only what was heard of them first tells so. */
    private static List<List<Object>> referrals(StoredEvent stored) {
        ExperimentEvent event = stored.event();
        JsonNode body = EventBody.shown(event);
        return body.has("referredBy")
                ? List.of(row(
                        event.timestamp().toString(),
                        variantId(event),
                        event.id(),
                        body.get("person"),
                        body.get("referredBy"),
                        body.get("day")))
                : List.of();
    }

    private static List<String> metricColumns(List<String> metrics) {
        List<String> columns = new ArrayList<>(
                List.of("day", "timestamp", "variantId", "enrolled", "activeToday", "active7d", "totalScans"));
        for (String metric : metrics) {
            String name = metric.toLowerCase(Locale.ROOT);
            columns.addAll(List.of(name, name + "_std", name + "_n"));
        }
        columns.add("economy");
        return List.copyOf(columns);
    }

    private static String variantId(ExperimentEvent event) {
        return Objects.requireNonNullElse(event.variantId(), "");
    }

    private static List<Object> row(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
