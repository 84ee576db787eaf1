package io.agentflux.sandbox.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query in SQL. Only placeholders; no value ever becomes part of the text. */
final class EventSelect {

    private final boolean ofOneExperiment;
    private final StringBuilder conditions = new StringBuilder("WHERE sequence > ?");
    private final List<Object> values = new ArrayList<>();

    EventSelect(EventQuery query) {
        ofOneExperiment = query.experimentId() != null;
        values.add(query.after());
        add("experiment_id = ?", query.experimentId());
        add("variant_id = ?", query.variantId());
        if (!query.types().isEmpty()) {
            String placeholders = "?, ".repeat(query.types().size() - 1) + "?";
            conditions.append(" AND type IN (").append(placeholders).append(')');
            values.addAll(query.types());
        }
        add("outcome = ?", query.outcome());
        add("timestamp_nanos >= ?", query.from() == null ? null : EventRows.nanos(query.from()));
        add("timestamp_nanos < ?", query.until() == null ? null : EventRows.nanos(query.until()));
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.append(" AND ").append(condition);
            values.add(value);
        }
    }

    List<StoredEvent> oldest(Connection connection, int limit) throws SQLException {
        return rows(connection, " ORDER BY sequence", " LIMIT " + limit);
    }

    List<StoredEvent> newest(Connection connection, long offset, int limit) throws SQLException {
        return rows(connection, " ORDER BY sequence DESC", " LIMIT " + limit + " OFFSET " + offset);
    }

    long count(Connection connection) throws SQLException {
        try (PreparedStatement select = prepare(connection, "SELECT count(*) FROM event " + conditions);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Finds the numbers first, which an index has: of a long experiment, all rows would be read and sorted for one page. */
    private List<StoredEvent> rows(Connection connection, String order, String part) throws SQLException {
        String rows = ofOneExperiment
                ? EventRows.SELECT + "WHERE sequence IN (SELECT sequence FROM event " + conditions + order + part + ")"
                        + order
                : EventRows.SELECT + conditions + order + part;
        try (PreparedStatement select = prepare(connection, rows)) {
            return EventRows.readAll(select);
        }
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        for (int i = 0; i < values.size(); i++) {
            select.setObject(i + 1, values.get(i));
        }
        return select;
    }
}
