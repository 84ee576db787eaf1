package io.agentflux.sandbox.http;

import io.agentflux.sandbox.activity.ToldActivity;
import io.agentflux.sandbox.population.ActivityKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program tells of its people.
 *
 * @param experimentId the experiment, null if not told
 * @param activities what they did
 */
record ActivityRequest(@Nullable String experimentId, List<ToldActivity> activities) {

    /** How many activities one request may tell. */
    static final int MOST_ACTIVITIES = 500;

    private static final String EVENTS = "events";

    private static final int DEEPEST = 16;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads one activity, or an object with an array of them as {@code events}.
     *
     * @throws RefusedRequest if anything is not as it should be, with the number of the activity
     */
    static ActivityRequest read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JacksonException malformed) {
            TokenStreamLocation at = malformed.getLocation();
            throw new RefusedRequest(
                    400,
                    "The body is not JSON that names each member once and is no deeper than " + DEEPEST
                            + (at == null ? "" : ": look at line " + at.getLineNr() + ", column " + at.getColumnNr())
                            + ".");
        }
        if (!root.isObject()) {
            throw new RefusedRequest(400, "The body is not an object; send one activity, or {\"events\": [...]}.");
        }
        String experimentId = optional(root, "experimentId", "");
        return new ActivityRequest(experimentId, root.has(EVENTS) ? batch(root.get(EVENTS)) : List.of(one(root, "")));
    }

    private static List<ToldActivity> batch(JsonNode events) {
        if (!events.isArray() || events.isEmpty() || events.size() > MOST_ACTIVITIES) {
            throw new RefusedRequest(400, "events is not an array of 1 to " + MOST_ACTIVITIES + " activities.");
        }
        List<ToldActivity> activities = new ArrayList<>();
        for (JsonNode event : events) {
            activities.add(one(event, EVENTS + "[" + activities.size() + "]."));
        }
        return activities;
    }

    private static ToldActivity one(JsonNode event, String path) {
        if (!event.isObject()) {
            throw new RefusedRequest(
                    400, path.substring(0, path.length() - 1) + " is not an object with id, person and kind.");
        }
        String id = text(event, "id", path);
        String person = text(event, "person", path);
        String kind = text(event, "kind", path);
        JsonNode words = event.get("text");
        if (words != null && !words.isNull() && !words.isString()) {
            throw new RefusedRequest(400, path + "text is not text; leave it out where nothing was written.");
        }
        String referredBy = optional(event, "referredBy", path);
        String site = optional(event, "site", path);
        String place = optional(event, "place", path);
        boolean inWriting =
                words != null && words.isString() && !words.stringValue().isBlank();
        try {
            return new ToldActivity(
                    id, person, kind(kind, path), inWriting, referredBy, site, place, rating(event, path));
        } catch (IllegalArgumentException refused) {
            throw new RefusedRequest(400, path + refused.getMessage() + ".");
        }
    }

    private static ActivityKind kind(String name, String path) {
        return ActivityKind.ofWireName(name)
                .orElseThrow(() -> new RefusedRequest(
                        400,
                        path + "kind is '" + (name.length() > 40 ? name.substring(0, 40) + "..." : name) + "'; give "
                                + Arrays.stream(ActivityKind.values())
                                        .map(ActivityKind::wireName)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static @Nullable Integer rating(JsonNode event, String path) {
        JsonNode rating = event.get("rating");
        if (rating == null || rating.isNull()) {
            return null;
        }
        if (!rating.isInt()) {
            throw new RefusedRequest(400, path + "rating is no whole number; give one from 1 to 5, or leave it out.");
        }
        return rating.intValue();
    }

    private static @Nullable String optional(JsonNode object, String name, String path) {
        return object.hasNonNull(name) ? text(object, name, path) : null;
    }

    private static String text(JsonNode object, String name, String path) {
        JsonNode value = object.get(name);
        if (value == null || !value.isString()) {
            throw new RefusedRequest(400, path + name + " is missing or not text.");
        }
        return value.stringValue();
    }
}
