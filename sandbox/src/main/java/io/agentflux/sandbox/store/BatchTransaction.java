package io.agentflux.sandbox.store;

import io.agentflux.sandbox.store.GroupCommitWriter.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements of one transaction. Events are gathered and inserted together at its end. */
final class BatchTransaction {

    private static final String UPDATE_HEAD = "UPDATE chain_head SET sequence = ?, hash = ?";
    private static final String FIND_EVENT = EventRows.SELECT + "WHERE experiment_id = ? AND type = ? AND id = ?";
    private static final String FIND_DOCUMENT = "SELECT version, body FROM document WHERE kind = ? AND id = ?";
    private static final String CREATE_DOCUMENT =
            "INSERT INTO document (kind, id, version, body) VALUES (?, ?, 1, ?)" + " ON CONFLICT (kind, id) DO NOTHING";
    private static final String REPLACE_DOCUMENT =
            "UPDATE document SET version = version + 1, body = ? WHERE kind = ? AND id = ? AND version = ?";
    private static final String OVERWRITE_DOCUMENT =
            "INSERT INTO document (kind, id, version, body) VALUES (?, ?, 1, ?)"
                    + " ON CONFLICT (kind, id) DO UPDATE SET version = document.version + 1, body = excluded.body";
    private static final String REMOVE_DOCUMENT = "DELETE FROM document WHERE kind = ? AND id = ?";

    private final Connection connection;
    private final Map<String, PreparedStatement> statements;
    private final boolean lookUp;
    private final HashChain chain = new HashChain();
    private final Map<EventKey, StoredEvent> kept = new HashMap<>();
    private final List<StoredEvent> toInsert = new ArrayList<>();
    private ChainHead head;

    /**
     * @param statements those that were prepared on this connection before, by their text
     * @param head the event that the first new one follows
     * @param lookUp whether to look for each event among those kept before; without it, one that is there fails the insert
     */
    BatchTransaction(Connection connection, Map<String, PreparedStatement> statements, ChainHead head, boolean lookUp) {
        this.connection = connection;
        this.statements = statements;
        this.head = head;
        this.lookUp = lookUp;
    }

    Outcome make(List<Change> commit) throws SQLException {
        boolean mayConflict = commit.size() > 1 && commit.stream().anyMatch(Change.Put.class::isInstance);
        Savepoint beforeCommit = mayConflict ? connection.setSavepoint() : null;
        try {
            changeDocuments(commit);
        } catch (DocumentConflictException conflict) {
            if (beforeCommit != null) {
                connection.rollback(beforeCommit);
            }
            return new Outcome.Refused(conflict);
        }
        if (beforeCommit != null) {
            connection.releaseSavepoint(beforeCommit);
        }
        List<StoredEvent> events = new ArrayList<>(commit.size());
        for (Change change : commit) {
            if (change instanceof Change.Append append) {
                events.add(keep(append.event()));
            }
        }
        return new Outcome.Kept(events);
    }

    /** Inserts what was gathered and answers where the chain ends then. */
    ChainHead finish() throws SQLException {
        if (toInsert.isEmpty()) {
            return head;
        }
        PreparedStatement insert = statement(EventRows.INSERT);
        for (StoredEvent event : toInsert) {
            EventRows.bind(insert, event);
            insert.addBatch();
        }
        insert.executeBatch();
        PreparedStatement update = statement(UPDATE_HEAD);
        update.setLong(1, head.sequence());
        update.setString(2, head.hash());
        update.executeUpdate();
        return head;
    }

    private StoredEvent keep(ExperimentEvent event) throws SQLException {
        EventKey key = EventKey.of(event);
        StoredEvent before = kept.get(key);
        if (before == null && lookUp) {
            before = find(key);
        }
        if (before == null) {
            before = chain.link(head, event);
            head = before.asHead();
            toInsert.add(before);
        }
        kept.put(key, before);
        return before;
    }

    private @Nullable StoredEvent find(EventKey key) throws SQLException {
        PreparedStatement select = statement(FIND_EVENT);
        select.setString(1, key.experimentId());
        select.setString(2, key.type());
        select.setString(3, key.id());
        List<StoredEvent> found = EventRows.readAll(select);
        return found.isEmpty() ? null : found.get(0);
    }

    private void changeDocuments(List<Change> commit) throws SQLException {
        Set<String> overwritten = new HashSet<>();
        for (Change change : commit) {
            if (change instanceof Change.Overwrite overwrite) {
                // one statement may write a row only once
                String key = overwrite.kind() + '\0' + overwrite.id();
                if (overwritten.contains(key)) {
                    flushOverwrites(overwritten);
                }
                overwritten.add(key);
                PreparedStatement upsert = statement(OVERWRITE_DOCUMENT);
                upsert.setString(1, overwrite.kind());
                upsert.setString(2, overwrite.id());
                upsert.setString(3, overwrite.body());
                upsert.addBatch();
            } else if (change instanceof Change.Put put) {
                flushOverwrites(overwritten);
                put(put.document());
            } else if (change instanceof Change.Remove remove) {
                flushOverwrites(overwritten);
                PreparedStatement delete = statement(REMOVE_DOCUMENT);
                delete.setString(1, remove.kind());
                delete.setString(2, remove.id());
                delete.executeUpdate();
            }
        }
        flushOverwrites(overwritten);
    }

    private void flushOverwrites(Set<String> overwritten) throws SQLException {
        if (!overwritten.isEmpty()) {
            statement(OVERWRITE_DOCUMENT).executeBatch();
            overwritten.clear();
        }
    }

    private void put(Document document) throws SQLException {
        PreparedStatement statement;
        if (document.version() == 1) {
            statement = statement(CREATE_DOCUMENT);
            statement.setString(1, document.kind());
            statement.setString(2, document.id());
            statement.setString(3, document.body());
        } else {
            statement = statement(REPLACE_DOCUMENT);
            statement.setString(1, document.body());
            statement.setString(2, document.kind());
            statement.setString(3, document.id());
            statement.setLong(4, document.version() - 1);
        }
        if (statement.executeUpdate() == 0) {
            Document stored = find(document.kind(), document.id());
            if (!document.equals(stored)) {
                throw DocumentConflictException.of(document, stored);
            }
        }
    }

    private @Nullable Document find(String kind, String id) throws SQLException {
        PreparedStatement select = statement(FIND_DOCUMENT);
        select.setString(1, kind);
        select.setString(2, id);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? new Document(kind, id, row.getLong(1), row.getString(2)) : null;
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement prepared = statements.get(sql);
        if (prepared == null) {
            prepared = connection.prepareStatement(sql);
            statements.put(sql, prepared);
        }
        return prepared;
    }
}
