package io.agentflux.arena.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where an arena is and with which token it is entered.
 *
 * @param apiUrl the address that the paths of the protocol are appended to, without a trailing slash
 * @param token the token
 */
public record ArenaAccess(URI apiUrl, Token token) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * Drops trailing slashes.
     *
     * @throws IllegalArgumentException if the address is not absolute http or https, holds a user, a query or a fragment, or
     *     would send the token over plain http to anything but this machine
     */
    public ArenaAccess {
        String scheme = apiUrl.getScheme() == null ? "" : apiUrl.getScheme().toLowerCase(Locale.ROOT);
        String host = apiUrl.getHost() == null ? "" : apiUrl.getHost().toLowerCase(Locale.ROOT);
        if (apiUrl.getRawUserInfo() != null || apiUrl.getRawQuery() != null || apiUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the address of the arena holds a user, a query or a fragment; give scheme, host, port and path only");
        }
        if (!(scheme.equals("http") || scheme.equals("https")) || host.isEmpty()) {
            throw new IllegalArgumentException("the address of the arena is not one of https: its scheme is '" + scheme
                    + "' and its host '" + host + "'; give one such as https://arena.example.org");
        }
        if (scheme.equals("http") && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("Refusing to connect over plain HTTP to '" + host
                    + "', since the token could be read on the way; use https (http is for this machine only)");
        }
        apiUrl = URI.create(apiUrl.toString().replaceAll("/+$", ""));
    }

    /** Access with an address in text. */
    public static ArenaAccess of(String apiUrl, Token token) {
        try {
            return new ArenaAccess(new URI(apiUrl), token);
        } catch (URISyntaxException notAnAddress) {
            // the parser's message would repeat the whole text
            throw new IllegalArgumentException("the address of the arena is not a URL: " + notAnAddress.getReason());
        }
    }

    /**
     * Access by the environment variables {@code ARENA_URL} and {@code STRATEGY_TOKEN}.
     *
     * @throws IllegalArgumentException if one of them is missing or not usable
     */
    public static ArenaAccess ofEnvironment() {
        return ofEnvironment(System.getenv());
    }

    /** As {@link #ofEnvironment()}, with these variables instead of those of the process. */
    public static ArenaAccess ofEnvironment(Map<String, String> variables) {
        return of(variable(variables, "ARENA_URL"), Token.of(variable(variables, "STRATEGY_TOKEN")));
    }

    private static String variable(Map<String, String> variables, String name) {
        String value = variables.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value.strip();
    }
}
