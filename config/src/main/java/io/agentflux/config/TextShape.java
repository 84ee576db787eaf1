package io.agentflux.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Text of a certain form.
 *
 * @param expected what to give
 * @param pattern what the whole text has to match
 * @param longest the most characters
 */
record TextShape(String expected, Pattern pattern, int longest) implements Shape<String> {

    private static final Pattern ANY = Pattern.compile("[\\s\\S]*");

    /** Words for people. */
    static TextShape free() {
        return new TextShape("some text", ANY, 10_000);
    }

    @Override
    public @Nullable String read(String subject, Node node, Problems problems) {
        if (!Nodes.isText(node)) {
            problems.addWrong(
                    node,
                    subject,
                    expected + (Nodes.isFiniteNumber(node) ? ", in quotes so that it is no number" : ""));
            return null;
        }
        String text = Nodes.text(node);
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            problems.add(node, subject + " has " + length + " characters; give at most " + longest);
            return null;
        }
        if (!pattern.matcher(text).matches()) {
            problems.addWrong(node, subject, expected);
            return null;
        }
        return text;
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("maxLength", longest);
        schema.put("pattern", "^(" + pattern.pattern() + ")$");
        return schema;
    }
}
