package io.agentflux.orchestrator.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as they are written to files: twelve significant digits. That is more than any of them is worth, and little enough
 * that the last bits of logarithms and gamma functions, which Java versions need not agree on, do not show.
 */
final class Figures {

    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

    private Figures() {}

    /** The rounded number; it must be finite. */
    static BigDecimal rounded(double value) {
        if (value == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 && rounded.precision() - rounded.scale() <= 20 ? rounded.setScale(0) : rounded;
    }

    /** The rounded number as text; nothing where there is no finite number. */
    static String text(double value) {
        return Double.isFinite(value) ? rounded(value).toString() : "";
    }
}
