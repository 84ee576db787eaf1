package io.agentflux.sandbox.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, as its own tools write it.
 *
 * @param hosts one or more {@code host:port}, separated by commas
 * @param database the database
 * @param parameters further settings by the names of the JDBC driver, user and password among them
 */
record PostgresUrl(String hosts, String database, Map<String, String> parameters) {

    private static final Pattern FORM = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?@]+)/(?<database>[^?/]+)"
                    + "(?:\\?(?<parameters>.*))?");

    static boolean isOne(String location) {
        return location.startsWith("postgresql://") || location.startsWith("postgres://");
    }

    static PostgresUrl parse(String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            // not the URL itself: there may be a password in it
            throw new IllegalArgumentException("the URL of the PostgreSQL database cannot be read; write it as"
                    + " postgresql://user:password@host:port/database, with %-codes for special characters in the"
                    + " password");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "user", matcher.group("user"));
        put(parameters, "password", matcher.group("password"));
        String query = matcher.group("parameters");
        if (query != null && !query.isEmpty()) {
            for (String parameter : query.split("&", -1)) {
                int equals = parameter.indexOf('=');
                put(
                        parameters,
                        equals < 0 ? parameter : decode(parameter.substring(0, equals)),
                        equals < 0 ? "" : parameter.substring(equals + 1));
            }
        }
        return new PostgresUrl(matcher.group("hosts"), decode(matcher.group("database")), parameters);
    }

    /** How many hosts are tried, one after the other. */
    int hostsSize() {
        return hosts.split(",", -1).length;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String encoded) {
        if (encoded != null) {
            parameters.put(name, decode(encoded));
        }
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without user, password and parameters. */
    @Override
    public String toString() {
        return "postgresql://" + hosts + "/" + database;
    }
}
