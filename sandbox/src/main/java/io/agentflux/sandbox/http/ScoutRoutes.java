package io.agentflux.sandbox.http;

import java.util.List;

/** The page on which people scan places, leave feedback and see what they have come to. */
public final class ScoutRoutes {

    private final StaticPage page = StaticPage.of("scout.html");

    /** The routes. The page holds nothing secret; what it asks for needs a token. */
    public List<Route> routes() {
        return List.of(Route.get("/scout", Access.OPEN, call -> page.reply()));
    }
}
