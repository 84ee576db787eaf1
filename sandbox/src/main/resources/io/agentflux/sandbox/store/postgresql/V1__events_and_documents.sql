-- What happened, in order. Rows are only ever added. Names are compared by their bytes, whatever the database's language.
CREATE TABLE event (
    sequence        BIGINT NOT NULL PRIMARY KEY,
    experiment_id   TEXT COLLATE "C" NOT NULL,
    variant_id      TEXT COLLATE "C",
    type            TEXT COLLATE "C" NOT NULL,
    id              TEXT COLLATE "C" NOT NULL,
    timestamp_nanos BIGINT NOT NULL, -- since 1970-01-01T00:00:00Z
    outcome         TEXT COLLATE "C",
    body            TEXT NOT NULL,   -- JSON, to the byte as it was hashed: not JSONB
    hash            TEXT NOT NULL,   -- SHA-256 over this row and the hash of the row before
    UNIQUE (experiment_id, type, id)
);

CREATE INDEX event_by_variant ON event (experiment_id, variant_id, type, sequence);

CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are only added, never changed or removed';
END;
$$;

CREATE TRIGGER event_is_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event();

-- The last event: one row, written in the transaction that adds events.
CREATE TABLE chain_head (
    sequence BIGINT NOT NULL,
    hash     TEXT   NOT NULL
) WITH (fillfactor = 10);

INSERT INTO chain_head (sequence, hash)
VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');

-- What things are now.
CREATE TABLE document (
    kind    TEXT COLLATE "C" NOT NULL,
    id      TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    body    TEXT   NOT NULL, -- JSON
    PRIMARY KEY (kind, id)
);
