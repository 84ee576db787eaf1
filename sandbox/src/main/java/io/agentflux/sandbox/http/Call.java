package io.agentflux.sandbox.http;

import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.http.Admission.Admitted;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A request that was let in and has arrived completely. */
public final class Call {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private final Map<String, String> parameters;
    private final Map<String, List<String>> query;
    private final HttpHeaders headers;
    private final byte[] body;
    private final Admitted who;
    private final Predicate<Access> admits;

    Call(
            Map<String, String> parameters,
            Map<String, List<String>> query,
            HttpHeaders headers,
            byte[] body,
            Admitted who,
            Predicate<Access> admits) {
        this.parameters = parameters;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.who = who;
        this.admits = admits;
    }

    /** What the token opens; only on a route for {@link Access#AGENT}. */
    public Grant grant() {
        return Objects.requireNonNull(who.grant(), "only the routes of agents have a grant");
    }

    /** The token for activities, or nothing if the administrator asks. */
    Optional<IngestToken> ingestToken() {
        return Optional.ofNullable(who.ingest());
    }

    /** Whether the token still opens what takes this access; a reply that takes long asks again and again. */
    public boolean isStillAdmitted(Access access) {
        return admits.test(access);
    }

    /** What was sent in the place of {@code {name}} in the route's path. */
    public String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), () -> "the route's path has no {" + name + "}");
    }

    /**
     * The only value of a query parameter, or nothing.
     *
     * @throws RefusedRequest if it was given more than once
     */
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new RefusedRequest(400, name + " is '" + String.join("', '", values) + "'; give one value.");
        }
        return values.stream().findFirst();
    }

    /**
     * A query parameter that is a whole number.
     *
     * @throws RefusedRequest if it is anything but a whole number from the least to the most
     */
    public int whole(String name, int ifMissing, int least, int most) {
        String text = query(name).orElse(null);
        if (text == null) {
            return ifMissing;
        }
        try {
            // digits of other scripts are numbers to Java
            int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : least - 1;
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, as every other value that does not fit
        }
        throw new RefusedRequest(
                400, name + " is '" + text + "'; give one whole number from " + least + " to " + most + ".");
    }

    /**
     * The types of events that are asked for by {@code types}; none if nothing is said.
     *
     * @throws RefusedRequest if there is no such type: whoever waits for it would wait for ever
     */
    public Set<String> eventTypes() {
        List<String> types =
                query("types").map(asked -> List.of(asked.split(",", -1))).orElse(List.of());
        for (String type : types) {
            if (!EventType.ALL.contains(type)) {
                throw new RefusedRequest(
                        400,
                        "There is no event of type '" + type + "'; there are "
                                + String.join(", ", new TreeSet<>(EventType.ALL)) + ".");
            }
        }
        return Set.copyOf(types);
    }

    /** A header, or nothing. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body; empty unless the route is for PUT or POST. */
    public byte[] body() {
        return body;
    }
}
