package io.agentflux.sandbox.http;

import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Mono;

/** The page on which administrators watch experiments and step in. */
public final class DashboardRoutes {

    private final StaticPage page = StaticPage.of("dashboard/page.html");

    /** The routes. The page holds nothing secret; what it asks for needs the administrator's token. */
    public List<Route> routes() {
        return List.of(
                Route.get("/dashboard", Access.OPEN, call -> page.reply()), Route.get("/", Access.OPEN, this::root));
    }

    /** Whoever opens the server's address in a browser finds the page; for programs there is nothing here. */
    private Mono<Reply> root(Call call) {
        String accepted = call.header("Accept").orElse("").toLowerCase(Locale.ROOT);
        return accepted.contains("text/html")
                ? page.reply().map(reply -> reply.with("Vary", "Accept"))
                : Mono.just(Reply.failure(404, "Not found"));
    }
}
