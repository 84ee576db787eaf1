package io.agentflux.sandbox.admin;

import io.agentflux.sandbox.admin.AdminJson.Reason;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.Access;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.IngestToken;
import io.agentflux.sandbox.http.IngestTokens;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import io.agentflux.sandbox.http.Route;
import io.agentflux.sandbox.store.ExperimentEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Handing out, replacing and revoking the tokens by which programs tell what real people did. */
public final class IngestTokenRoutes {

    private static final String ALL = "/api/admin/ingest-tokens";
    private static final String ONE = ALL + "/{token}";
    private static final int DAYS_OF_A_YEAR = 365;
    private static final int DAYS_OF_A_PERSON = 30;

    private final Experiments experiments;
    private final IngestTokens tokens;

    /** What a token is to be for. */
    private record Wanted(
            @Nullable String experimentId,
            @Nullable String tenant,
            @Nullable String person,
            @Nullable Integer validDays,
            @Nullable String by,
            @Nullable String reason) {}

    /** Routes to these tokens. */
    public IngestTokenRoutes(Experiments experiments, IngestTokens tokens) {
        this.experiments = experiments;
        this.tokens = tokens;
    }

    /** The routes, all for administrators. */
    public List<Route> routes() {
        return List.of(
                Route.get(ALL, Access.ADMIN, this::list),
                Route.post(ALL, Access.ADMIN, this::issue),
                Route.post(ONE + "/rotate", Access.ADMIN, this::rotate),
                Route.delete(ONE, Access.ADMIN, this::revoke));
    }

    private Mono<Reply> list(Call call) {
        return Mono.fromCallable(() -> AdminJson.ok(
                Map.of("tokens", tokens.all().stream().map(this::view).toList())));
    }

    private Map<String, Object> view(IngestToken token) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("tokenId", token.id());
        view.put("experimentId", token.experimentId());
        view.put("tenant", token.tenant());
        view.put("person", token.person());
        view.put("issuedAt", token.issuedAt().toString());
        view.put("expiresAt", token.expiresAt().toString());
        view.put(
                "revokedAt",
                token.revokedAt() == null ? null : token.revokedAt().toString());
        view.put("valid", tokens.isValid(token));
        return view;
    }

    private Mono<Reply> issue(Call call) {
        return Mono.defer(() -> {
            Wanted wanted = AdminJson.read(call, Wanted.class);
            String experimentId = wanted.experimentId();
            if ((experimentId == null) == (wanted.tenant() == null)) {
                throw new RefusedRequest(400, "Give either an experimentId or a tenant that the token is for.");
            }
            if (experimentId != null && experiments.find(experimentId).isEmpty()) {
                throw new RefusedRequest(404, "There is no experiment '" + experimentId + "'.");
            }
            if (wanted.tenant() != null) {
                AdminJson.requireTenant(wanted.tenant());
            }
            requirePerson(wanted);
            return tokens.issue(
                            experimentId,
                            wanted.tenant(),
                            wanted.person(),
                            Duration.ofDays(validDays(wanted)),
                            new Reason(wanted.by(), wanted.reason()).asCause())
                    .map(this::handOut);
        });
    }

    private static void requirePerson(Wanted wanted) {
        String person = wanted.person();
        if (person == null) {
            return;
        }
        if (wanted.experimentId() == null) {
            throw new RefusedRequest(
                    400, "The token of a person is for one experiment; give an experimentId instead of a tenant.");
        }
        try {
            ExperimentEvent.requireName("person", person);
        } catch (IllegalArgumentException refused) {
            throw new RefusedRequest(400, refused.getMessage() + ".");
        }
    }

    private static int validDays(Wanted wanted) {
        Integer days = wanted.validDays();
        if (days == null) {
            return wanted.person() == null ? DAYS_OF_A_YEAR : DAYS_OF_A_PERSON;
        }
        if (days < 1 || days > DAYS_OF_A_YEAR) {
            throw new RefusedRequest(
                    400, "validDays is " + days + "; give a whole number from 1 to " + DAYS_OF_A_YEAR + ".");
        }
        return days;
    }

    private Reply handOut(IngestTokens.Issued issued) {
        Map<String, Object> view = view(issued.token());
        view.put("ingestToken", issued.secret());
        String person = issued.token().person();
        if (person != null) {
            view.put("scoutPath", scoutPath(person, issued.secret()));
        }
        return AdminJson.created(view).with("Cache-Control", "no-store");
    }

    /** The page for people as the person opens it; browsers keep to themselves what stands behind the #. */
    private static String scoutPath(String person, String secret) {
        return "/scout#person=" + URLEncoder.encode(person, StandardCharsets.UTF_8) + "&token=" + secret;
    }

    private Mono<Reply> rotate(Call call) {
        return Mono.defer(() -> tokens.rotate(
                        call.parameter("token"),
                        AdminJson.read(call, Reason.class).asCause()))
                .map(this::handOut)
                .onErrorMap(NoSuchElementException.class, missing -> missing(call))
                .onErrorMap(IllegalStateException.class, TokenRoutes::conflict);
    }

    private Mono<Reply> revoke(Call call) {
        return Mono.defer(() ->
                        tokens.revoke(call.parameter("token"), Reason.of(call).asCause()))
                .thenReturn(Reply.empty())
                .onErrorMap(NoSuchElementException.class, missing -> missing(call))
                .onErrorMap(IllegalStateException.class, TokenRoutes::conflict);
    }

    private static RefusedRequest missing(Call call) {
        return new RefusedRequest(404, "There is no ingest token '" + call.parameter("token") + "'.");
    }
}
