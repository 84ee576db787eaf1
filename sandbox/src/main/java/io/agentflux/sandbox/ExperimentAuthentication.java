package io.agentflux.sandbox;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.StrategyToken;
import io.agentflux.sandbox.http.Authentication;
import io.agentflux.sandbox.http.Grant;
import io.agentflux.sandbox.http.IngestToken;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.http.SecretHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets the tokens that were handed out open their variants, or tell of activities, and the administrator in; and the token that
 * everybody knows open the demonstration.
 */
final class ExperimentAuthentication implements Authentication {

    private final Experiments experiments;
    private final IngestTokens ingestTokens;
    private final SecretHash administrator;
    private final Optional<Grant> demonstrated;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    /**
     * The tokens of a sandbox.
     *
     * @param demonstrated what {@link DemoExperiment#TOKEN} opens
     */
    ExperimentAuthentication(Foundation foundation, Optional<Grant> demonstrated) {
        this.experiments = foundation.experiments();
        this.ingestTokens = foundation.ingestTokens();
        this.administrator = foundation.administrator().hash();
        this.demonstrated = demonstrated;
    }

    @Override
    public Optional<Grant> agent(String secret) {
        if (secret.equals(DemoExperiment.TOKEN)) {
            return demonstrated.flatMap(this::asOfNow);
        }
        return experiments.tokens().find(secret).flatMap(this::opened).flatMap(this::asOfNow);
    }

    private Optional<Grant> opened(StrategyToken token) {
        if (token.revokedAt() != null) {
            throw revoked("ask for a new manifest");
        }
        return experiments
                .find(token.experimentId())
                .filter(experiment -> experiments.tokens().isValid(token))
                .map(experiment -> grants.computeIfAbsent(token.id(), id -> grant(token, experiment)));
    }

    private static Grant grant(StrategyToken token, Experiment experiment) {
        return new Grant(token.id(), token.experimentId(), token.variantId(), experiment.arena(token.variantId()));
    }

    private Optional<Grant> asOfNow(Grant grant) {
        return experiments
                .find(grant.experimentId())
                .map(experiment -> experiment.status() == ExperimentStatus.ARCHIVED ? grant.archived() : grant);
    }

    private static ArenaClosedException revoked(String cure) {
        return new ArenaClosedException("TOKEN_REVOKED: the token was revoked; " + cure + ".", null);
    }

    @Override
    public Optional<IngestToken> ingest(String secret) {
        Optional<IngestToken> token = ingestTokens.find(secret);
        if (token.isPresent() && token.get().revokedAt() != null) {
            throw revoked("ask the administrator for a new one");
        }
        return token.filter(ingestTokens::isValid);
    }

    @Override
    public boolean isAdministrator(String secret) {
        return administrator.matches(secret);
    }
}
