package io.agentflux.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;

/** A table for the terminal: columns as wide as their widest cell, numbers to the right. Cells may carry picocli markup. */
final class Table {

    /** Where the cells of a column stand. */
    enum Align {
        LEFT,
        RIGHT
    }

    private record Column(String title, Align align) {}

    private final Ansi ansi;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Text>> rows = new ArrayList<>();

    Table(Ansi ansi) {
        this.ansi = ansi;
    }

    Table column(String title, Align align) {
        columns.add(new Column(title, align));
        return this;
    }

    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<Text> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(ansi.text(cell));
        }
        rows.add(row);
    }

    /** The lines of the table, without spaces at their ends. */
    List<String> lines() {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = width(ansi.text(columns.get(column).title()));
            for (List<Text> row : rows) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(
                columns.stream()
                        .map(column -> ansi.text("@|bold " + column.title() + "|@"))
                        .toList(),
                widths));
        for (List<Text> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    private String line(List<Text> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            Text cell = cells.get(column);
            String padding = " ".repeat(widths[column] - width(cell));
            boolean right = columns.get(column).align() == Align.RIGHT;
            line.append(column == 0 ? "" : "  ").append(right ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int width(Text text) {
        String plain = text.plainString();
        return plain.codePointCount(0, plain.length());
    }
}
