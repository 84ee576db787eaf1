package io.agentflux.sandbox.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which route answers which path and method. A fixed path goes before a template that fits too. */
final class RouteTable {

    private final Map<String, Match> fixed = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    /**
     * The routes of a path.
     *
     * @param byMethod the route of each method, in alphabetical order
     * @param parameters what the template's parameters stand for
     */
    record Match(Map<String, Route> byMethod, Map<String, String> parameters) {}

    private record Template(PathTemplate path, Map<String, Route> byMethod) {}

    RouteTable(List<Route> routes) {
        Map<String, Map<String, Route>> byShape = new TreeMap<>();
        for (Route route : routes) {
            Map<String, Route> byMethod =
                    byShape.computeIfAbsent(route.path().shape(), shape -> addShape(route.path()));
            Route other = byMethod.putIfAbsent(route.method(), route);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two routes answer the same requests: " + other + " and " + route + "; leave one out");
            }
        }
    }

    private Map<String, Route> addShape(PathTemplate path) {
        Map<String, Route> byMethod = new TreeMap<>();
        if (path.isFixed()) {
            fixed.put(path.toString(), new Match(byMethod, Map.of()));
        } else {
            templates.add(new Template(path, byMethod));
        }
        return byMethod;
    }

    /** The routes of a path, or nothing if there is no such path. */
    Optional<Match> at(String path) {
        Match match = fixed.get(path);
        if (match != null) {
            return Optional.of(match);
        }
        for (Template template : templates) {
            Optional<Map<String, String>> parameters = template.path().match(path);
            if (parameters.isPresent()) {
                return Optional.of(new Match(template.byMethod(), parameters.get()));
            }
        }
        return Optional.empty();
    }
}
