package io.agentflux.config;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What a YAML node is, by the core schema of YAML 1.2, and how to name it to a person. */
final class Nodes {

    private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern FINITE = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_QUOTE = 60;

    private Nodes() {}

    static boolean isNull(Node node) {
        return isPlain(node, NULL);
    }

    static boolean isFiniteNumber(Node node) {
        return isPlain(node, FINITE) && text(node).length() <= LONGEST_NUMBER;
    }

    /** Whether the node is text for YAML: quoted, or plain and neither a number nor true, false or null. */
    static boolean isText(Node node) {
        return node instanceof ScalarNode
                && !isNull(node)
                && !isPlain(node, BOOLEAN)
                && !isPlain(node, FINITE)
                && !isPlain(node, NOT_FINITE);
    }

    /** The text of a scalar as YAML reads it, without quotes. */
    static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }

    private static boolean isPlain(Node node, Pattern pattern) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && pattern.matcher(scalar.getValue()).matches();
    }

    /** What the node is, to complete a sentence such as "'seed' is ...". */
    static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "a map of keys";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (isNull(node)) {
            return "empty";
        }
        return isText(node) ? "the text " + quote(text(node)) : shorten(text(node));
    }

    static String quote(String text) {
        return "'" + shorten(text) + "'";
    }

    /** The text on one line, without control characters and not longer than fits a message. */
    private static String shorten(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)) + "...";
    }
}
