package io.agentflux.config;

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects the mistakes of one file; each is kept once, so that a mistake read through several aliases is one mistake. */
final class Problems {

    private static final int MOST_REPORTED = 50;

    private final String file;
    private final SortedSet<Problem> found = new TreeSet<>(Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message));

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void addForFile(String message) {
        found.add(new Problem(file, 0, 0, message));
    }

    /** Adds a mistake at a line and column counted from 1. */
    void add(int line, int column, String message) {
        found.add(new Problem(file, line, column, message));
    }

    void add(Mark mark, String message) {
        add(mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    void add(Node node, String message) {
        add(node.getStartMark().orElseThrow(), message);
    }

    /** Adds that a value is not what it has to be. */
    void addWrong(Node node, String subject, String expected) {
        add(node, subject + " is " + Nodes.describe(node) + "; give " + expected);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    <T> Reading<T> refusal() {
        List<Problem> reported = found.stream().limit(MOST_REPORTED).toList();
        return new Reading.Invalid<>(reported, found.size() - reported.size());
    }
}
