package io.agentflux.sandbox.http;

import io.agentflux.sandbox.activity.Referrals;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.progress.Leaderboard;
import io.agentflux.sandbox.progress.Progress;
import io.agentflux.sandbox.progress.ProgressBoard;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Where people stand, for the programs that people use: one person, leaderboards, and who brought whom. */
public final class ProgressRoutes {

    private static final int USUAL_PLACES = 10;
    private static final int MOST_PLACES = 1_000;
    private static final int DAYS_PER_WEEK = 7;
    private static final int MOST_DAYS = 1_000;

    private final Experiments experiments;

    /** The routes to the people of these experiments. */
    public ProgressRoutes(Experiments experiments) {
        this.experiments = experiments;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/api/people", Access.INGEST, this::person),
                Route.get("/api/leaderboard", Access.INGEST, this::leaderboard),
                Route.get("/api/referrals", Access.ADMIN, this::referrals));
    }

    /** Computed away from the event loops, since it looks at everybody. */
    private Mono<Reply> person(Call call) {
        return Mono.fromCallable(() -> {
                    Experiment experiment = experiment(call);
                    Standing standing = standing(experiment, askedFor(call));
                    return ProgressJson.person(
                            experiment.spec(), standing.variantId(), standing.progress(), standing.board());
                })
                .subscribeOn(Schedulers.parallel());
    }

    private Experiment experiment(Call call) {
        return ExperimentChoice.of(experiments, call.query("experimentId").orElse(null), call.ingestToken());
    }

    private static String askedFor(Call call) {
        String own = call.ingestToken().map(IngestToken::person).orElse(null);
        String person = call.query("person").orElse(own);
        if (person == null) {
            throw new RefusedRequest(400, "person is missing; give the id of a person.");
        }
        if (own != null && !own.equals(person)) {
            throw new RefusedRequest(403, "The token is that of '" + own + "' and asks for nobody else.");
        }
        return person;
    }

    /** Where somebody was found. */
    private record Standing(String variantId, ProgressBoard board, Progress progress) {}

    private static Standing standing(Experiment experiment, String person) {
        for (Map.Entry<String, ProgressBoard> board : boards(experiment, null).entrySet()) {
            Optional<Progress> found = board.getValue().find(person);
            if (found.isPresent()) {
                return new Standing(board.getKey(), board.getValue(), found.get());
            }
        }
        throw new RefusedRequest(
                404,
                "Nobody in experiment '" + experiment.spec().id()
                        + "' has this id; people are known from their first activity on.");
    }

    private Mono<Reply> leaderboard(Call call) {
        return Mono.fromCallable(() -> {
                    Experiment experiment = experiment(call);
                    String variantId = variantId(call, experiment);
                    Leaderboard.Period period = period(call);
                    int most = call.whole("limit", USUAL_PLACES, 1, MOST_PLACES);
                    return ProgressJson.leaderboard(
                            experiment.spec().id(),
                            variantId,
                            period,
                            Leaderboard.of(boards(experiment, variantId), period, most));
                })
                .subscribeOn(Schedulers.parallel());
    }

    /** The variant that is asked for. People are shown those of their own only, lest they learn what others are paid. */
    private static @Nullable String variantId(Call call, Experiment experiment) {
        String asked = call.query("variantId").orElse(null);
        String own = call.ingestToken()
                .map(IngestToken::person)
                .map(person -> standing(experiment, person).variantId())
                .orElse(null);
        if (own != null && asked != null && !own.equals(asked)) {
            throw new RefusedRequest(
                    403, "The token of a person shows the leaderboard of the person's own variant only.");
        }
        return own == null ? asked : own;
    }

    private Mono<Reply> referrals(Call call) {
        return Mono.fromCallable(() -> {
                    Experiment experiment = experiment(call);
                    int settledDays = call.whole("settledDays", DAYS_PER_WEEK, 0, MOST_DAYS);
                    return ProgressJson.referrals(
                            experiment.spec().id(), settledDays, Referrals.of(experiment, settledDays));
                })
                .onErrorMap(IllegalStateException.class, refused -> new RefusedRequest(409, refused.getMessage() + "."))
                .subscribeOn(Schedulers.parallel());
    }

    private static Leaderboard.Period period(Call call) {
        String name = call.query("period").orElse(ProgressJson.name(Leaderboard.Period.TOTAL));
        return Arrays.stream(Leaderboard.Period.values())
                .filter(period -> ProgressJson.name(period).equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedRequest(
                        400,
                        "period is '" + name + "'; give "
                                + Arrays.stream(Leaderboard.Period.values())
                                        .map(ProgressJson::name)
                                        .collect(Collectors.joining(" or "))
                                + "."));
    }

    private static Map<String, ProgressBoard> boards(Experiment experiment, @Nullable String variantId) {
        Map<String, ProgressBoard> boards = new LinkedHashMap<>();
        for (VariantSpec variant : experiment.spec().variants()) {
            if (variantId == null || variantId.equals(variant.id())) {
                experiment.cohort(variant.id()).progress().ifPresent(board -> boards.put(variant.id(), board));
            }
        }
        if (variantId != null && boards.isEmpty()) {
            throw new RefusedRequest(404, "There is no variant '" + variantId + "' in this experiment.");
        }
        return boards;
    }
}
