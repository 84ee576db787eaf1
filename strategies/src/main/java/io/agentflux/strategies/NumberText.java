package io.agentflux.strategies;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers in the reasons a strategy gives: the same text on every platform, ties rounded to the even digit. */
public final class NumberText {

    private NumberText() {}

    /** A number with that many decimals: {@code 1.98}. */
    public static String fixed(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** A number with that many decimals and always a sign: {@code +1.02}. */
    public static String signed(double value, int decimals) {
        return (value < 0 ? "" : "+") + fixed(value, decimals);
    }

    /** A share in percent: {@code 48%} for 0.48. */
    public static String percent(double share) {
        return fixed(100 * share, 0) + "%";
    }

    /** A number with at most two decimals, without trailing zeros: {@code 12}. */
    public static String plain(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    /** A line of a table: a name of at most that width, then cells that end at the same place in every line. */
    public static String row(int width, String name, String... cells) {
        StringBuilder row = new StringBuilder(name).append(" ".repeat(Math.max(0, width - name.length())));
        for (String cell : cells) {
            row.append(" ".repeat(Math.max(1, 10 - cell.length()))).append(cell);
        }
        return row.append('\n').toString();
    }
}
