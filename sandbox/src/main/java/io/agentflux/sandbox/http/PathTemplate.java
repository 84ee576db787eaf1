package io.agentflux.sandbox.http;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path in which some segments may be anything. Paths are compared as they were sent. */
final class PathTemplate {

    private final String text;
    private final List<String> segments;

    private PathTemplate(String text, List<String> segments) {
        this.text = text;
        this.segments = segments;
    }

    static PathTemplate of(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("the path '" + text + "' does not begin with a slash; add one");
        }
        return new PathTemplate(text, split(text));
    }

    private static List<String> split(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    boolean isFixed() {
        return segments.stream().noneMatch(PathTemplate::isParameter);
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** The template with the names of its parameters taken out: equal shapes match equal paths. */
    String shape() {
        return text.replaceAll("\\{[^/]*}", "{}");
    }

    /** What the parameters stand for in a path, or nothing if the path is another one. */
    Optional<Map<String, String>> match(String path) {
        List<String> actual = split(path);
        if (actual.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < actual.size(); i++) {
            String expected = segments.get(i);
            String segment = actual.get(i);
            if (isParameter(expected) && !segment.isEmpty()) {
                parameters.put(expected.substring(1, expected.length() - 1), segment);
            } else if (!expected.equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    @Override
    public String toString() {
        return text;
    }
}
