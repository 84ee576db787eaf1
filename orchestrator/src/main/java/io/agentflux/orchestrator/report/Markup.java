package io.agentflux.orchestrator.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes a page that is well-formed XML and HTML at once: every element is ended, all text and every attribute is escaped, and
 * characters that XML does not permit are replaced.
 */
final class Markup {

    private static final Set<String> ON_A_LINE_OF_THEIR_OWN = Set.of(
            "head",
            "meta",
            "title",
            "style",
            "body",
            "main",
            "header",
            "section",
            "footer",
            "h1",
            "h2",
            "p",
            "ul",
            "li",
            "dl",
            "dt",
            "table",
            "thead",
            "tbody",
            "tr",
            "figure",
            "figcaption",
            "svg",
            "g",
            "article");

    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes are names and values in turn. */
    Markup begin(String name, String... attributes) {
        tag(name, attributes).append('>');
        open.push(name);
        return this;
    }

    /** Ends the element begun last. */
    Markup end() {
        String name = open.pop();
        out.append("</").append(name).append('>');
        return this;
    }

    /** An element that holds nothing but text. */
    Markup element(String name, String text, String... attributes) {
        return begin(name, attributes).text(text).end();
    }

    /** An element that never holds anything, such as a circle. */
    Markup empty(String name, String... attributes) {
        tag(name, attributes).append("/>");
        return this;
    }

    Markup text(String text) {
        escape(text, false);
        return this;
    }

    private StringBuilder tag(String name, String... attributes) {
        if (ON_A_LINE_OF_THEIR_OWN.contains(name)) {
            out.append('\n');
        }
        out.append('<').append(name);
        for (int at = 0; at < attributes.length; at += 2) {
            out.append(' ').append(attributes[at]).append("=\"");
            escape(attributes[at + 1], true);
            out.append('"');
        }
        return out;
    }

    private void escape(String text, boolean attribute) {
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                default -> out.appendCodePoint(isPermitted(character) ? character : '\ufffd');
            }
        });
    }

    private static boolean isPermitted(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= ' '
                        && !Character.isISOControl(character)
                        && (character < 0xd800 || character > 0xdfff)
                        && character != 0xfffe
                        && character != 0xffff);
    }

    /** The page; all elements must have been ended. */
    String page() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("the elements " + open + " are not ended");
        }
        return out.append('\n').toString();
    }

    /** A table as far as its first row. Heads that begin with # stand over numbers. */
    void beginTable(String... heads) {
        begin("div", "class", "scroll").begin("table").begin("thead").begin("tr");
        for (String head : heads) {
            boolean number = head.startsWith("#");
            element("th", number ? head.substring(1) : head, "scope", "col", "class", number ? "n" : "t");
        }
        end().end().begin("tbody");
    }

    void endTable() {
        end().end().end();
    }
}
