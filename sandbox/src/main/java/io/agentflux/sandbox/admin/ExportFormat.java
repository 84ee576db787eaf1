package io.agentflux.sandbox.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.csv.CsvMapper;

/** Rows as lines of text. */
final class ExportFormat {

    private static final CsvMapper CSV = new CsvMapper();

    /** What a spreadsheet would take for a formula. */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r]");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private ExportFormat() {}

    /**
     * A line of comma-separated values. Text that a spreadsheet would run as a formula gets an apostrophe in front: reasoning comes
     * from whoever writes agents.
     */
    static String csv(List<?> row) {
        List<String> cells = new ArrayList<>(row.size());
        row.forEach(cell -> cells.add(cell(cell)));
        return CSV.writeValueAsString(cells);
    }

    private static String cell(@Nullable Object value) {
        if (value == null || (value instanceof JsonNode node && node.isNull())) {
            return "";
        }
        String text = value instanceof JsonNode node && node.isString() ? node.stringValue() : value.toString();
        boolean harmless = value instanceof Number || NUMBER.matcher(text).matches();
        return !harmless && FORMULA.matcher(text).find() ? "'" + text : text;
    }

    /** A line of JSON; a cell that is null is left out. */
    static String json(List<String> columns, List<Object> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            if (row.get(column) != null) {
                object.put(columns.get(column), row.get(column));
            }
        }
        return AdminJson.MAPPER.writeValueAsString(object) + "\n";
    }
}
