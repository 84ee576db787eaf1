package io.agentflux.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A number in a range. */
record NumberShape(Range range) implements Shape<Double> {

    @Override
    public @Nullable Double read(String subject, Node node, Problems problems) {
        if (Nodes.isFiniteNumber(node)) {
            double value = Double.parseDouble(Nodes.text(node));
            if (range.contains(value) && (!range.whole() || isWhole(Nodes.text(node)))) {
                // -0.0 and 0.0 are one value
                return value + 0.0;
            }
        }
        problems.addWrong(node, subject, expected() + cure(node));
        return null;
    }

    /** Decided on the decimal digits: a double may hide that 1.00000000000000001 is not whole. */
    private static boolean isWhole(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros().scale() <= 0;
        } catch (NumberFormatException hugeExponent) {
            return false;
        }
    }

    private static String cure(Node node) {
        if (!Nodes.isText(node)) {
            return "";
        }
        String text = Nodes.text(node).strip();
        if (text.matches("[-+]?[0-9.]+")) {
            return " without quotes";
        }
        return text.matches("[-+]?[0-9][0-9_, ]*") ? " in plain digits" : "";
    }

    @Override
    public String expected() {
        return range.expected();
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        range.describe(schema);
        return schema;
    }
}
