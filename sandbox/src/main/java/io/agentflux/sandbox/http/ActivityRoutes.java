package io.agentflux.sandbox.http;

import io.agentflux.sandbox.activity.ActivityIntake;
import io.agentflux.sandbox.activity.Receipt;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.population.Award;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        String experimentId = experimentId(request.experimentId(), call.ingestToken());
        return intake.take(experimentId, request.activities())
                .map(receipts -> Reply.ok(JSON.writeValueAsBytes(Answer.of(experimentId, receipts))))
                .onErrorMap(
                        IllegalStateException.class, refused -> new RefusedRequest(409, refused.getMessage() + "."));
    }

    private String experimentId(@Nullable String named, Optional<IngestToken> token) {
        if (named != null) {
            ExperimentSpec spec = experiments
                    .find(named)
                    .map(Experiment::spec)
                    .filter(found -> opens(token, found))
                    .orElseThrow(() -> new RefusedRequest(
                            404,
                            "There is no experiment '" + named + "'" + (token.isPresent() ? " for this token." : ".")));
            return spec.id();
        }
        List<String> onRealPeople = experiments.all().stream()
                .map(Experiment::spec)
                .filter(spec -> spec.people() instanceof PeopleSpec.Live && opens(token, spec))
                .map(ExperimentSpec::id)
                .toList();
        if (onRealPeople.size() != 1) {
            throw new RefusedRequest(
                    400,
                    "There are " + onRealPeople.size() + " experiments on real people"
                            + (token.isPresent() ? " for this token" : "") + "; name one as experimentId.");
        }
        return onRealPeople.get(0);
    }

    /** An administrator, who has no token for activities, may tell of everybody. */
    private static boolean opens(Optional<IngestToken> token, ExperimentSpec experiment) {
        return token.isEmpty() || token.get().opens(experiment);
    }

    private record Answer(boolean success, Data data) {

        record Data(String experimentId, List<Result> results) {}

        record Result(String id, String person, String variantId, String kind, boolean repeated, Xp xp) {}

        record Xp(
                Number total, Number activity, Number firstScanOfDay, Number streak, Number mission, boolean capped) {}

        static Answer of(String experimentId, List<Receipt> receipts) {
            return new Answer(
                    true,
                    new Data(experimentId, receipts.stream().map(Answer::result).toList()));
        }

        private static Result result(Receipt receipt) {
            Award award = receipt.activity().award();
            return new Result(
                    receipt.id(),
                    receipt.activity().person(),
                    receipt.variantId(),
                    receipt.activity().kind().wireName(),
                    receipt.isRepeated(),
                    new Xp(
                            points(award.total()),
                            points(award.activity()),
                            points(award.firstScanOfDay()),
                            points(award.streak()),
                            points(award.mission()),
                            !award.withinCap()));
        }

        /** Whole points as a whole number, as everywhere in the protocol. */
        private static Number points(double points) {
            if (points == Math.rint(points)) {
                return (long) points;
            }
            return points;
        }
    }
}
