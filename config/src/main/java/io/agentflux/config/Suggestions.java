package io.agentflux.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name a person meant. */
final class Suggestions {

    private static final int MOST_LISTED = 25;
    private static final int MOST_LISTED_BESIDE_GUESS = 10;
    private static final int SHORTEST_BEGINNING = 3;

    private Suggestions() {}

    /** "unknown strategy 'thomson'; did you mean 'thompson'? Known: pid, thompson." */
    static String unknown(String kind, String name, Collection<String> known) {
        return unknown(kind, name, "", known);
    }

    /** The same where the kind alone does not tell: "unknown parameter 'pk' of strategy 'pid'; ...". */
    static String unknown(String kind, String name, String owner, Collection<String> known) {
        String unknown = "unknown " + kind + " " + Nodes.quote(name) + owner;
        Optional<String> guess =
                closest(name, known).map(found -> unknown + "; did you mean " + Nodes.quote(found) + "?");
        String list = listed(name, known) + ".";
        return guess.map(sentence -> known.size() <= MOST_LISTED_BESIDE_GUESS ? sentence + " " + list : sentence)
                .orElse(unknown + ". " + list);
    }

    private static String listed(String name, Collection<String> known) {
        if (known.isEmpty()) {
            return "There are none";
        }
        if (known.size() <= MOST_LISTED) {
            return "Known: " + String.join(", ", known);
        }
        List<String> nearest = known.stream()
                .sorted(Comparator.comparingInt(candidate -> distance(plain(name), plain(candidate))))
                .limit(MOST_LISTED)
                .sorted()
                .toList();
        return "The nearest of " + known.size() + " known: " + String.join(", ", nearest);
    }

    /** The known name that differs least, if it differs so little that it may have been meant. */
    static Optional<String> closest(String name, Collection<String> known) {
        String plain = plain(name);
        int tolerance = Math.max(1, plain.length() / 3);
        return known.stream()
                .filter(candidate -> distance(plain, plain(candidate)) <= tolerance || begins(plain, plain(candidate)))
                .min(Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean begins(String beginning, String name) {
        return beginning.length() >= SHORTEST_BEGINNING && name.startsWith(beginning);
    }

    /** A name without what people confuse: upper case, dashes, underscores and spaces. */
    private static String plain(String name) {
        String cut = name.substring(0, Math.min(name.length(), 100));
        return cut.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
