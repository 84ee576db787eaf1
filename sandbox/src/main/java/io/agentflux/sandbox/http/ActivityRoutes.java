package io.agentflux.sandbox.http;

import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.activity.Receipt;
import io.agentflux.sandbox.activity.ToldActivity;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.population.Award;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Where the programs that people use tell what they did. */
public final class ActivityRoutes {

    /** The path of everything here. */
    static final String PATH = "/api/events";

    private static final int MOST_BODY_BYTES = 256 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final Experiments experiments;
    private final ActivityIntake intake;

    /**
     * The routes to an intake.
     *
     * @param experiments the experiments of that intake
     */
    public ActivityRoutes(Experiments experiments, ActivityIntake intake) {
        this.experiments = experiments;
        this.intake = intake;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.post(PATH, Access.INGEST, this::take).withBodyUpTo(MOST_BODY_BYTES));
    }

    private Mono<Reply> take(Call call) {
        ActivityRequest request = ActivityRequest.read(call.body());
        OwnActivities own = OwnActivities.of(call.ingestToken());
        List<ToldActivity> told = request.activities().stream().map(own::kept).toList();
        String experimentId = ExperimentChoice.of(experiments, request.experimentId(), call.ingestToken())
                .spec()
                .id();
        return intake.take(experimentId, told)
                .map(receipts -> Reply.ok(JSON.writeValueAsBytes(Answer.of(experimentId, receipts, own))))
                .onErrorMap(
                        IllegalArgumentException.class, refused -> new RefusedRequest(400, refused.getMessage() + "."))
                .onErrorMap(
                        IllegalStateException.class, refused -> new RefusedRequest(409, refused.getMessage() + "."));
    }

    private record Answer(boolean success, Data data) {

        record Data(String experimentId, List<Result> results) {}

        record Result(String id, String person, String variantId, String kind, boolean repeated, Xp xp) {}

        record Xp(
                Number total, Number activity, Number firstScanOfDay, Number streak, Number mission, boolean capped) {}

        static Answer of(String experimentId, List<Receipt> receipts, OwnActivities own) {
            return new Answer(
                    true,
                    new Data(
                            experimentId,
                            receipts.stream()
                                    .map(receipt -> result(own.toldId(receipt.id()), receipt))
                                    .toList()));
        }

        private static Result result(String id, Receipt receipt) {
            Award award = receipt.activity().award();
            return new Result(
                    id,
                    receipt.activity().person(),
                    receipt.variantId(),
                    receipt.activity().kind().wireName(),
                    receipt.isRepeated(),
                    new Xp(
                            Points.number(award.total()),
                            Points.number(award.activity()),
                            Points.number(award.firstScanOfDay()),
                            Points.number(award.streak()),
                            Points.number(award.mission()),
                            !award.withinCap()));
        }
    }
}
