package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.store.EventPage;
import io.agentflux.sandbox.store.EventQuery;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reading what happened in an experiment: page by page, and as files for other tools. */
public final class EventRoutes {

    private static final String CSV = "csv";
    private static final String LINES = "jsonl";

    /** The one table that is not made of events, but of what the people are like now. */
    private static final String STATISTICS = "statistics";

    private static final int USUAL_LIMIT = 100;
    private static final int MOST_PER_PAGE = 1_000;
    private static final int ROWS_PER_PIECE = 100;
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

    private final Experiments experiments;

    /** Routes to the events of these experiments. */
    public EventRoutes(Experiments experiments) {
        this.experiments = experiments;
    }

    /** The routes, all for administrators. */
    public List<Route> routes() {
        return List.of(
                Route.get(ExperimentRoutes.ONE + "/events", Access.ADMIN, this::events),
                Route.get(ExperimentRoutes.ONE + "/export/{what}", Access.ADMIN, this::export));
    }

    private Mono<Reply> events(Call call) {
        return Mono.defer(() -> {
            int limit = call.whole("limit", USUAL_LIMIT, 1, MOST_PER_PAGE);
            EventQuery query = narrowed(call).after(sequence(call));
            if (call.query("page").isPresent()) {
                int page = call.whole("page", 1, 1, Integer.MAX_VALUE);
                return experiments.store().page(query, page, limit).map(EventRoutes::newest);
            }
            return experiments
                    .store()
                    .events(query)
                    .take(limit)
                    .map(EventView::of)
                    .collectList()
                    .map(EventRoutes::page);
        });
    }

    private static Reply page(List<Map<String, Object>> events) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("events", events);
        page.put("next", events.isEmpty() ? null : events.get(events.size() - 1).get("sequence"));
        return AdminJson.ok(page);
    }

    /** Newest first; there is nothing behind the newest event to go on with, so pages are numbered instead. */
    private static Reply newest(EventPage found) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("events", found.events().stream().map(EventView::of).toList());
        page.put("next", null);
        page.put("total", found.total());
        return AdminJson.ok(page);
    }

    private EventQuery narrowed(Call call) {
        Experiment experiment = ExperimentRoutes.experiment(experiments, call);
        EventQuery query = EventQuery.ofExperiment(experiment.spec().id());
        EventQuery ofVariant = call.query("variant")
                .map(variant -> query.ofVariant(
                        ExperimentRoutes.variant(experiment, variant).id()))
                .orElse(query);
        return ofVariant.ofTypes(call.eventTypes());
    }

    private static long sequence(Call call) {
        String after = call.query("after").orElse("0");
        if (!SEQUENCE.matcher(after).matches()) {
            throw new RefusedRequest(400, "after is '" + after + "'; give the sequence number of an event.");
        }
        return Long.parseLong(after);
    }

    private Mono<Reply> export(Call call) {
        return Mono.fromCallable(() -> {
            String what = call.parameter("what");
            Experiment experiment = ExperimentRoutes.experiment(experiments, call);
            Optional<Export> export = Export.named(what, experiment.spec().extraMetrics());
            if (export.isEmpty() && !what.equals(STATISTICS)) {
                throw new RefusedRequest(
                        404,
                        "There is no export '" + what + "'; there are " + String.join(", ", Export.names()) + ", "
                                + STATISTICS + ".");
            }
            String format = call.query("format").orElse(CSV);
            if (!format.equals(CSV) && !format.equals(LINES)) {
                throw new RefusedRequest(400, "format is '" + format + "'; give csv or jsonl.");
            }
            String fileName = experiment.spec().id() + "-" + what + "." + format;
            if (export.isEmpty()) {
                Flux<List<Object>> rows = StatisticsRoutes.rows(experiments, experiment);
                return file(format, fileName, lines(StatisticsView.COLUMNS, rows, format));
            }
            EventQuery query = narrowed(call).ofTypes(export.get().types());
            Flux<List<Object>> rows = experiments
                    .store()
                    .events(query)
                    .concatMapIterable(export.get().rows());
            return file(format, fileName, lines(export.get().columns(), rows, format));
        });
    }

    private static Flux<String> lines(List<String> columns, Flux<List<Object>> rows, String format) {
        return format.equals(CSV)
                ? Flux.concat(Flux.just(columns).map(ExportFormat::csv), rows.map(ExportFormat::csv))
                : rows.map(row -> ExportFormat.json(columns, row));
    }

    private static Reply file(String format, String fileName, Flux<String> lines) {
        return Reply.streaming(
                        format.equals(CSV) ? "text/csv; charset=utf-8" : "application/x-ndjson",
                        lines.buffer(ROWS_PER_PIECE)
                                .map(piece -> String.join("", piece).getBytes(StandardCharsets.UTF_8)))
                .with("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }
}
