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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the tokens that were handed out open their variants, or tell of activities; asks others about all other tokens. */
final class ExperimentAuthentication implements Authentication {

    private final Experiments experiments;
    private final IngestTokens ingestTokens;
    private final Authentication others;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    ExperimentAuthentication(Experiments experiments, IngestTokens ingestTokens, Authentication others) {
        this.experiments = experiments;
        this.ingestTokens = ingestTokens;
        this.others = others;
    }

    @Override
    public Optional<Grant> agent(String secret) {
        Optional<StrategyToken> found = experiments.tokens().find(secret);
        if (found.isEmpty()) {
            return others.agent(secret).map(grant -> experiments
                    .find(grant.experimentId())
                    .map(experiment -> asOfNow(grant, experiment))
                    .orElse(grant));
        }
        StrategyToken token = found.get();
        if (token.revokedAt() != null) {
            throw revoked("ask for a new manifest");
        }
        Optional<Experiment> experiment = experiments.find(token.experimentId());
        if (experiment.isEmpty() || !experiments.tokens().isValid(token)) {
            return Optional.empty();
        }
        Grant grant = grants.computeIfAbsent(token.id(), id -> grant(token, experiment.get()));
        return Optional.of(asOfNow(grant, experiment.get()));
    }

    private static Grant asOfNow(Grant grant, Experiment experiment) {
        return experiment.status() == ExperimentStatus.ARCHIVED ? grant.archived() : grant;
    }

    private static Grant grant(StrategyToken token, Experiment experiment) {
        return new Grant(token.id(), token.experimentId(), token.variantId(), experiment.arena(token.variantId()));
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
        return others.isAdministrator(secret);
    }
}
