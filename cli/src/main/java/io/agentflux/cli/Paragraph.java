package io.agentflux.cli;

import java.util.ArrayList;
import java.util.List;

/** Running text for the terminal. */
final class Paragraph {

    private static final int WIDTH = 100;

    private Paragraph() {}

    /** The text broken between words into lines of at most 100 columns, the indentation among them. */
    static List<String> lines(String text, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && indent + line.length() + 1 + word.length() > WIDTH) {
                lines.add(" ".repeat(indent) + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(" ".repeat(indent) + line);
        return lines;
    }
}
