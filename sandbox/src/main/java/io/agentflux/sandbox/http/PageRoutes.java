package io.agentflux.sandbox.http;

import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;

/**
 * The page on which administrators watch experiments and step in, and the one on which people scan places, leave feedback and see
 * what they have come to.
 */
public final class PageRoutes {

    private final StaticPage dashboard = new StaticPage("dashboard/page.html");
    private final StaticPage scout = new StaticPage("scout.html");

    /** The routes. The pages hold nothing secret; what they ask for needs a token. */
    public List<Route> routes() {
        return List.of(
                Route.get("/dashboard", Access.OPEN, call -> dashboard.reply()),
                Route.get("/scout", Access.OPEN, call -> scout.reply()),
                Route.get("/", Access.OPEN, this::root));
    }

    /** Whoever opens the server's address in a browser finds the dashboard; for programs there is nothing here. */
    private Mono<Reply> root(Call call) {
        String accepted = call.header("Accept").orElse("").toLowerCase(Locale.ROOT);
        return accepted.contains("text/html")
                ? dashboard.reply().map(reply -> reply.with("Vary", "Accept"))
                : Mono.just(Reply.failure(404, "Not found"));
    }
}
