package io.agentflux.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes maps, lists, text, numbers and truth values as JSON, always in the same bytes: keys in the order of the map, two
 * spaces of indentation, numbers as the fewest decimal digits that read back as the same double, whatever the Java version.
 */
public final class CanonicalJson {

    private static final int LONGEST_PLAIN_NUMBER = 20;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /**
     * The value as JSON text that ends in a line feed.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public static String write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.append(value, 0);
        return json.out.append('\n').toString();
    }

    /** The shortest decimal that reads back as this double. {@code Double.toString} is not, before Java 19. */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + " cannot be written as JSON");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        String plain = shortest.stripTrailingZeros().toPlainString();
        return plain.length() <= LONGEST_PLAIN_NUMBER
                ? plain
                : shortest.stripTrailingZeros().toString();
    }

    private void append(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            appendMap(map, depth);
        } else if (value instanceof Collection<?> list) {
            appendList(List.copyOf(list), depth);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else {
            appendText(value.toString());
        }
    }

    private void appendMap(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            appendText(entry.getKey().toString());
            out.append(": ");
            append(entry.getValue(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        newLine(depth);
        out.append('}');
    }

    private void appendList(List<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (Iterator<?> values = list.iterator(); values.hasNext(); ) {
            newLine(depth + 1);
            append(values.next(), depth + 1);
            out.append(values.hasNext() ? "," : "");
        }
        newLine(depth);
        out.append(']');
    }

    private void appendText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character == '\n') {
                out.append("\\n");
            } else if (isInvisible(character)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }

    /** Control characters and line separators, which JSON or YAML refuse or take for line ends. */
    private static boolean isInvisible(char character) {
        return Character.isISOControl(character)
                || character == '\u2028'
                || character == '\u2029'
                || character == '\ufeff'
                || character >= '\ufffe';
    }

    private void newLine(int depth) {
        out.append('\n').append("  ".repeat(depth));
    }
}
