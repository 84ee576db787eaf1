package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.store.EventQuery;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reading what happened in an experiment: page by page, and as files for other tools. */
public final class EventRoutes {

    private static final String CSV = "csv";
    private static final String LINES = "jsonl";
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

    private EventQuery narrowed(Call call) {
        EventQuery query = EventQuery.ofExperiment(
                ExperimentRoutes.experiment(experiments, call).spec().id());
        EventQuery ofVariant = call.query("variant").map(query::ofVariant).orElse(query);
        return call.query("types")
                .map(types -> ofVariant.ofTypes(types.split(",")))
                .orElse(ofVariant);
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
            Export export = Export.named(what)
                    .orElseThrow(() -> new RefusedRequest(
                            404,
                            "There is no export '" + what + "'; there are " + String.join(", ", Export.names()) + "."));
            String format = call.query("format").orElse(CSV);
            if (!format.equals(CSV) && !format.equals(LINES)) {
                throw new RefusedRequest(400, "format is '" + format + "'; give csv or jsonl.");
            }
            EventQuery query = narrowed(call).ofTypes(export.types().toArray(String[]::new));
            String fileName =
                    ExperimentRoutes.experiment(experiments, call).spec().id() + "-" + what + "." + format;
            return file(format, fileName, rows(export, query, format));
        });
    }

    private Flux<String> rows(Export export, EventQuery query, String format) {
        Flux<List<Object>> rows = experiments.store().events(query).concatMapIterable(export.rows());
        return format.equals(CSV)
                ? Flux.concat(Flux.just(export.columns()).map(ExportFormat::csv), rows.map(ExportFormat::csv))
                : rows.map(row -> ExportFormat.json(export.columns(), row));
    }

    private static Reply file(String format, String fileName, Flux<String> lines) {
        return Reply.streaming(
                        format.equals(CSV) ? "text/csv; charset=utf-8" : "application/x-ndjson",
                        lines.buffer(ROWS_PER_PIECE)
                                .map(piece -> String.join("", piece).getBytes(StandardCharsets.UTF_8)))
                .with("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    }
}
