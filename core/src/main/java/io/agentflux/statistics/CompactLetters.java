package io.agentflux.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Tie groups as letters: two competitors share a letter exactly when their comparison did not tell them apart.
 *
 * <p>Insert-and-absorb: begin with one column that holds everybody; for each pair told apart split every column that holds both
 * into one without the first and one without the second; drop columns contained in others. Source: Piepho, Journal of
 * Computational and Graphical Statistics 13 (2004) 456-466.
 */
public final class CompactLetters {

    private static final int LETTERS = 26;

    private CompactLetters() {}

    /**
     * The letters of each competitor, in the order given; columns are lettered by their first member, so a table sorted best
     * first reads a, b, c downwards. After z comes a1.
     *
     * @param apart symmetric; {@code apart[i][j]} says that i and j were told apart
     */
    public static List<String> of(boolean[][] apart) {
        List<BitSet> columns = columns(apart);
        List<String> letters = new ArrayList<>(apart.length);
        for (int i = 0; i < apart.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                if (columns.get(column).get(i)) {
                    text.append((char) ('a' + column % LETTERS));
                    if (column >= LETTERS) {
                        text.append(column / LETTERS);
                    }
                }
            }
            letters.add(text.toString());
        }
        return List.copyOf(letters);
    }

    private static List<BitSet> columns(boolean[][] apart) {
        List<BitSet> columns = new ArrayList<>();
        BitSet everybody = new BitSet();
        everybody.set(0, apart.length);
        columns.add(everybody);
        for (int i = 0; i < apart.length; i++) {
            for (int j = i + 1; j < apart.length; j++) {
                if (apart[i][j] != apart[j][i]) {
                    throw new IllegalArgumentException(
                            "Competitors " + i + " and " + j + " are told apart one way only");
                }
                if (apart[i][j]) {
                    columns = absorb(insert(columns, i, j));
                }
            }
        }
        columns.sort(Comparator.comparingInt((BitSet column) -> column.nextSetBit(0))
                .thenComparing(CompactLetters::compareMembers));
        return columns;
    }

    private static List<BitSet> insert(List<BitSet> columns, int i, int j) {
        List<BitSet> split = new ArrayList<>();
        for (BitSet column : columns) {
            if (column.get(i) && column.get(j)) {
                split.add(without(column, i));
                split.add(without(column, j));
            } else {
                split.add(column);
            }
        }
        return split;
    }

    private static BitSet without(BitSet column, int member) {
        BitSet rest = (BitSet) column.clone();
        rest.clear(member);
        return rest;
    }

    private static List<BitSet> absorb(List<BitSet> columns) {
        List<BitSet> kept = new ArrayList<>();
        columns.sort(Comparator.comparingInt(BitSet::cardinality).reversed());
        for (BitSet column : columns) {
            boolean contained = false;
            for (BitSet larger : kept) {
                BitSet outside = (BitSet) column.clone();
                outside.andNot(larger);
                contained |= outside.isEmpty();
            }
            if (!contained) {
                kept.add(column);
            }
        }
        return kept;
    }

    /** The column whose first member apart is the earlier one comes first. */
    private static int compareMembers(BitSet a, BitSet b) {
        BitSet difference = (BitSet) a.clone();
        difference.xor(b);
        int first = difference.nextSetBit(0);
        return first < 0 ? 0 : a.get(first) ? -1 : 1;
    }
}
