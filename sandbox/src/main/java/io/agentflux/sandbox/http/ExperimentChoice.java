package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.PeopleSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which experiment a request about people means. */
final class ExperimentChoice {

    private ExperimentChoice() {}

    /**
     * The experiment that is named, or the only one on real people.
     *
     * @param token the token for activities that was sent; an administrator, who has none, may ask about everybody
     * @throws RefusedRequest if there is no such experiment for the token, or none is named and it is not clear which one is meant
     */
    static Experiment of(Experiments experiments, @Nullable String named, Optional<IngestToken> token) {
        if (named != null) {
            return experiments
                    .find(named)
                    .filter(experiment -> opens(token, experiment))
                    .orElseThrow(() -> new RefusedRequest(
                            404,
                            "There is no experiment '" + named + "'" + (token.isPresent() ? " for this token." : ".")));
        }
        List<Experiment> onRealPeople = experiments.all().stream()
                .filter(experiment -> experiment.spec().people() instanceof PeopleSpec.Live && opens(token, experiment))
                .toList();
        String forWhom = token.isPresent() ? " for this token" : "";
        if (onRealPeople.isEmpty()) {
            throw new RefusedRequest(400, "There is no experiment on real people" + forWhom + ".");
        }
        if (onRealPeople.size() > 1) {
            throw new RefusedRequest(
                    400,
                    "There are " + onRealPeople.size() + " experiments on real people" + forWhom
                            + "; name one as experimentId.");
        }
        return onRealPeople.get(0);
    }

    private static boolean opens(Optional<IngestToken> token, Experiment experiment) {
        return token.isEmpty() || token.get().opens(experiment.spec());
    }
}
