package io.agentflux.sandbox.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.arena.Confidence;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.guardrail.Proposal;
import io.agentflux.sandbox.metrics.Headcount;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Occurrences as events of the log, and back. */
final class ExperimentEvents {

    /** Plain ASCII: any text that JSON can carry comes back as it was. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final String experimentId;
    private final Supplier<String> ids;

    /**
     * Events of one experiment.
     *
     * @param ids makes ids that are never used twice
     */
    ExperimentEvents(String experimentId, Supplier<String> ids) {
        this.experimentId = experimentId;
        this.ids = ids;
    }

    private record StatusBody(String from, String to, String by, String reason) {}

    private record FreezeBody(
            String by,
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until) {}

    private record DenialBody(String decisionId, String by, String reason) {}

    private record EconomyBody(Map<String, Double> tenantEconomy, String by, String reason) {}

    private record DayBody(
            int day,
            Map<String, Double> economy,
            int enrolled,
            int activeToday,
            int activeThisWeek,
            long totalScans,
            Map<String, SignalBody> metrics) {}

    private record SignalBody(double value, @Nullable Double standardDeviation, int sampleSize, String confidence) {}

    List<ExperimentEvent> of(Occurrence occurrence) {
        if (occurrence instanceof Occurrence.Decided decided) {
            return List.of(
                    new DecisionEvent(experimentId, decided.variantId(), decided.decision(), decided.requestKey())
                            .toEvent());
        }
        if (occurrence instanceof Occurrence.DayPassed day) {
            return day.lived().stream()
                    .map(lived -> event(
                            lived.variantId(),
                            EventType.DAY,
                            lived.variantId() + ":" + day.day(),
                            day.at(),
                            null,
                            body(day.day(), lived)))
                    .toList();
        }
        if (occurrence instanceof Occurrence.StatusChanged change) {
            Cause cause = change.cause();
            return List.of(event(
                    null,
                    EventType.STATUS_CHANGED,
                    ids.get(),
                    change.at(),
                    change.to().name(),
                    new StatusBody(change.from().name(), change.to().name(), cause.by(), cause.reason())));
        }
        if (occurrence instanceof Occurrence.Frozen frozen) {
            Proposal.Freeze freeze = frozen.freeze();
            return List.of(event(
                    frozen.variantId(),
                    EventType.FROZEN,
                    ids.get(),
                    frozen.at(),
                    null,
                    new FreezeBody(frozen.by(), freeze.reason(), freeze.until())));
        }
        if (occurrence instanceof Occurrence.Released released) {
            Cause cause = released.cause();
            return List.of(event(
                    released.variantId(),
                    EventType.RELEASED,
                    ids.get(),
                    released.at(),
                    null,
                    new FreezeBody(cause.by(), cause.reason(), null)));
        }
        if (occurrence instanceof Occurrence.Denied denied) {
            Cause cause = denied.cause();
            return List.of(event(
                    denied.variantId(),
                    EventType.APPROVAL_DENIED,
                    ids.get(),
                    denied.at(),
                    null,
                    new DenialBody(denied.decisionId(), cause.by(), cause.reason())));
        }
        Occurrence.EconomyChanged change = (Occurrence.EconomyChanged) occurrence;
        return List.of(event(
                null,
                EventType.ECONOMY_CHANGED,
                ids.get(),
                change.at(),
                null,
                new EconomyBody(
                        EconomyParameter.byWireName(change.tenantEconomy()),
                        change.cause().by(),
                        change.cause().reason())));
    }

    private ExperimentEvent event(
            @Nullable String variantId, String type, String id, Instant at, @Nullable String outcome, Object body) {
        return new ExperimentEvent(experimentId, variantId, type, id, at, outcome, JSON.writeValueAsString(body));
    }

    private static DayBody body(int day, Occurrence.LivedDay lived) {
        Map<String, SignalBody> metrics = new LinkedHashMap<>();
        lived.metrics()
                .forEach((name, signal) -> metrics.put(
                        name,
                        new SignalBody(
                                signal.value(),
                                signal.standardDeviation(),
                                signal.sampleSize(),
                                signal.confidence().name())));
        Headcount people = lived.headcount();
        return new DayBody(
                day,
                lived.economy().toWire(),
                people.enrolled(),
                people.activeToday(),
                people.activeThisWeek(),
                people.totalScans(),
                metrics);
    }

    /**
     * What an event of the log tells, or empty if it changes no state. Each variant's day comes as a day of its own.
     *
     * @throws RuntimeException if the event was not written by this class
     */
    static Optional<Occurrence> read(ExperimentEvent event) {
        return switch (event.type()) {
            case EventType.DECISION -> {
                DecisionEvent decision = DecisionEvent.of(event);
                yield Optional.of(
                        new Occurrence.Decided(decision.variantId(), decision.decision(), decision.requestKey()));
            }
            case EventType.DAY -> Optional.of(readDay(event));
            case EventType.STATUS_CHANGED -> {
                StatusBody body = JSON.readValue(event.body(), StatusBody.class);
                yield Optional.of(new Occurrence.StatusChanged(
                        ExperimentStatus.valueOf(body.from()),
                        ExperimentStatus.valueOf(body.to()),
                        new Cause(body.by(), body.reason()),
                        event.timestamp()));
            }
            case EventType.FROZEN -> {
                FreezeBody body = JSON.readValue(event.body(), FreezeBody.class);
                yield Optional.of(new Occurrence.Frozen(
                        event.variantId(),
                        new Proposal.Freeze(body.reason(), body.until()),
                        body.by(),
                        event.timestamp()));
            }
            case EventType.RELEASED -> {
                FreezeBody body = JSON.readValue(event.body(), FreezeBody.class);
                yield Optional.of(new Occurrence.Released(
                        event.variantId(), new Cause(body.by(), body.reason()), event.timestamp()));
            }
            case EventType.APPROVAL_DENIED -> {
                DenialBody body = JSON.readValue(event.body(), DenialBody.class);
                yield Optional.of(new Occurrence.Denied(
                        Objects.requireNonNull(event.variantId()),
                        body.decisionId(),
                        new Cause(body.by(), body.reason()),
                        event.timestamp()));
            }
            case EventType.ECONOMY_CHANGED -> {
                EconomyBody body = JSON.readValue(event.body(), EconomyBody.class);
                yield Optional.of(new Occurrence.EconomyChanged(
                        EconomyParameter.known(body.tenantEconomy()),
                        new Cause(body.by(), body.reason()),
                        event.timestamp()));
            }
            default -> Optional.empty();
        };
    }

    private static Occurrence readDay(ExperimentEvent event) {
        DayBody body = JSON.readValue(event.body(), DayBody.class);
        Map<String, MetricSignal> metrics = new LinkedHashMap<>();
        body.metrics()
                .forEach((name, signal) -> metrics.put(
                        name,
                        new MetricSignal(
                                signal.value(),
                                signal.standardDeviation(),
                                signal.sampleSize(),
                                Confidence.valueOf(signal.confidence()))));
        Occurrence.LivedDay lived = new Occurrence.LivedDay(
                Objects.requireNonNull(event.variantId()),
                Economy.ofWire(body.economy()),
                new Headcount(body.enrolled(), body.activeToday(), body.activeThisWeek(), body.totalScans()),
                metrics);
        return new Occurrence.DayPassed(body.day(), List.of(lived), event.timestamp());
    }
}
