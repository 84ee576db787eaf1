-- What happened, in order. Rows are only ever added.
CREATE TABLE event (
    sequence        INTEGER PRIMARY KEY,
    experiment_id   TEXT    NOT NULL,
    variant_id      TEXT,
    type            TEXT    NOT NULL,
    id              TEXT    NOT NULL,
    timestamp_nanos INTEGER NOT NULL, -- since 1970-01-01T00:00:00Z
    outcome         TEXT,
    body            TEXT    NOT NULL, -- JSON
    hash            TEXT    NOT NULL, -- SHA-256 over this row and the hash of the row before
    UNIQUE (experiment_id, type, id)
) STRICT;

CREATE INDEX event_by_variant ON event (experiment_id, variant_id, type, sequence);

CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are only added, never changed');
END;

CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'events are only added, never removed');
END;

-- The last event: one row, written in the transaction that adds events.
CREATE TABLE chain_head (
    sequence INTEGER NOT NULL,
    hash     TEXT    NOT NULL
) STRICT;

INSERT INTO chain_head (sequence, hash)
VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What things are now.
CREATE TABLE document (
    kind    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT    NOT NULL, -- JSON
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
