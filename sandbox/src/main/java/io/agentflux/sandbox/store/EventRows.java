package io.agentflux.sandbox.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How an event is written as a row. */
final class EventRows {

    static final String COLUMNS = "sequence, experiment_id, variant_id, type, id, timestamp_nanos, outcome, body, hash";
    static final String INSERT = "INSERT INTO event (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    static final String SELECT = "SELECT " + COLUMNS + " FROM event ";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private EventRows() {}

    static void bind(PreparedStatement insert, StoredEvent stored) throws SQLException {
        ExperimentEvent event = stored.event();
        insert.setLong(1, stored.sequence());
        insert.setString(2, event.experimentId());
        insert.setString(3, event.variantId());
        insert.setString(4, event.type());
        insert.setString(5, event.id());
        insert.setLong(6, nanos(event.timestamp()));
        insert.setString(7, event.outcome());
        insert.setString(8, event.body());
        insert.setString(9, stored.hash());
    }

    static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getLong(1),
                new ExperimentEvent(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        instant(row.getLong(6)),
                        row.getString(7),
                        row.getString(8)),
                row.getString(9));
    }

    /** The events of a query run by this statement. */
    static List<StoredEvent> readAll(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<StoredEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(read(rows));
            }
            return events;
        }
    }

    static long nanos(Instant timestamp) {
        return Math.addExact(
                Math.multiplyExact(timestamp.getEpochSecond(), NANOS_PER_SECOND), (long) timestamp.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }
}
