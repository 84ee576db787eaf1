package io.agentflux.config;

import io.agentflux.config.MappingShape.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** How it is written what happens to a world on its own: a list of changes, outages and seasons. */
final class EventShapes implements Shape<List<EventSpec>> {

    private static final Range DAY = Range.whole(0, 3_650, "days");
    private static final Key<Double> FROM_DAY = Key.required("from-day", "The first day.", new NumberShape(DAY));
    private static final Key<Double> UNTIL_DAY =
            Key.required("until-day", "The first day on which the app works again.", new NumberShape(DAY));
    private static final Key<Double> PERIOD_DAYS =
            Key.required("period-days", "The period of the sine.", new NumberShape(Range.whole(1, 3_650, "days")));
    private static final Key<Double> AMPLITUDE = Key.required(
            "amplitude",
            "How far the odds of opening swing, as a share of them.",
            new NumberShape(Range.of(0, .99, "")));

    private final Key<Map<String, Double>> params;
    private final Key<EventSpec> change;
    private final Key<EventSpec> outage = Key.optional(
            "outage",
            "The app is down, and streaks are frozen.",
            MappingShape.of(List.of(FROM_DAY, UNTIL_DAY), EventShapes::outage));
    private final Key<EventSpec> season = Key.optional(
            "season",
            "The odds of opening the app follow a sine that begins on day 0.",
            MappingShape.of(
                    List.of(PERIOD_DAYS, AMPLITUDE),
                    (values, problems) -> values.complete()
                            ? new EventSpec.Season(values.get(PERIOD_DAYS).intValue(), values.get(AMPLITUDE))
                            : null));

    EventShapes(ConstantShapes constants) {
        params = Key.required("params", "The constants of behaviour that change, by name.", constants.ofChange());
        change = Key.optional(
                "change",
                "From a day on people behave differently.",
                MappingShape.of(List.of(FROM_DAY, params), (values, problems) -> change(values)));
    }

    private @Nullable EventSpec change(Values values) {
        return values.complete() ? new EventSpec.Change(values.get(FROM_DAY).intValue(), values.get(params)) : null;
    }

    private static @Nullable EventSpec outage(Values values, Problems problems) {
        if (!values.complete()) {
            return null;
        }
        int from = values.get(FROM_DAY).intValue();
        int until = values.get(UNTIL_DAY).intValue();
        if (until <= from) {
            problems.add(
                    values.node(UNTIL_DAY).orElseThrow(),
                    "the outage from day " + from + " is over on day " + until + "; let it end later");
            return null;
        }
        return new EventSpec.Outage(from, until);
    }

    private List<Key<EventSpec>> kinds() {
        return List.of(change, outage, season);
    }

    private MappingShape<List<EventSpec>> event() {
        return MappingShape.of(kinds(), (values, problems) -> kinds().stream()
                .flatMap(kind -> values.find(kind).stream())
                .toList());
    }

    @Override
    public @Nullable List<EventSpec> read(String subject, Node node, Problems problems) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.addWrong(node, subject, expected());
            return null;
        }
        List<EventSpec> events = new ArrayList<>();
        boolean complete = true;
        for (Node child : sequence.getValue()) {
            Optional<EventSpec> event = readEvent(child, problems);
            event.ifPresent(events::add);
            complete &= event.isPresent();
        }
        return complete ? events : null;
    }

    private Optional<EventSpec> readEvent(Node node, Problems problems) {
        List<EventSpec> given = event().read("an event", node, problems);
        if (given == null) {
            return Optional.empty();
        }
        if (given.size() != 1) {
            problems.add(
                    node,
                    "an event is one of change, outage and season, and this is " + given.size()
                            + " of them; give each its own item of the list");
            return Optional.empty();
        }
        return Optional.of(given.get(0));
    }

    @Override
    public String expected() {
        return "a list of events, each a map with one of the keys 'change', 'outage' and 'season'";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> event = event().schema();
        event.put("minProperties", 1);
        event.put("maxProperties", 1);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", event);
        return schema;
    }

    static List<Object> toTree(List<EventSpec> events) {
        return events.stream().<Object>map(EventShapes::toTree).toList();
    }

    private static Map<String, Object> toTree(EventSpec event) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (event instanceof EventSpec.Change given) {
            tree.put("from-day", given.fromDay());
            tree.put("params", given.constants());
            return Map.of("change", tree);
        }
        if (event instanceof EventSpec.Outage given) {
            tree.put("from-day", given.fromDay());
            tree.put("until-day", given.untilDay());
            return Map.of("outage", tree);
        }
        EventSpec.Season given = (EventSpec.Season) event;
        tree.put("period-days", given.periodDays());
        tree.put("amplitude", given.amplitude());
        return Map.of("season", tree);
    }
}
