package io.agentflux.arena.http;

import java.time.Duration;

/** The names that both ends of the Arena protocol use: paths, query parameters, headers. */
public final class ArenaProtocol {

    /** {@code GET}: the variant of the token. */
    public static final String VARIANT_PATH = "/api/arena/variant";

    /** {@code GET}: the variant's counts and metrics. */
    public static final String SIGNALS_PATH = "/api/arena/signals";

    /** {@code PUT}: a proposed update. */
    public static final String CONFIG_PATH = "/api/arena/variant/config";

    /** {@code POST}: a sign of life. */
    public static final String HEARTBEAT_PATH = "/api/arena/heartbeat";

    /** {@code GET}: all variants of the experiment. */
    public static final String SCOREBOARD_PATH = "/api/arena/scoreboard";

    /** {@code GET}: a page of the audit log, chosen by {@link #PAGE} and {@link #PAGE_SIZE}. */
    public static final String DECISIONS_PATH = "/api/arena/decisions";

    /** {@code POST}: registers a webhook; {@code DELETE} with {@code /id} appended removes it. */
    public static final String WEBHOOKS_PATH = "/api/arena/webhooks";

    /** {@code GET}: what happens to the variant, as server-sent events. */
    public static final String STREAM_PATH = "/api/arena/stream";

    /** Query parameter: the page, from 1; the first page is the default. */
    public static final String PAGE = "page";

    /** Query parameter: how many decisions a page holds. */
    public static final String PAGE_SIZE = "pageSize";

    /** How many decisions a page holds if nothing is said. */
    public static final int DEFAULT_PAGE_SIZE = 20;

    /** Header of a request that may be sent twice: equal keys of one token mean one and the same request. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Header of a stream's request: the id of the last event that was received. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    /** The longest that a stream says nothing; a comment is sent where there is no event. */
    public static final Duration STREAM_KEEP_ALIVE = Duration.ofSeconds(15);

    /** The media type of a stream. */
    public static final String EVENT_STREAM = "text/event-stream";

    /** The media type of all other bodies. */
    public static final String JSON = "application/json";

    private ArenaProtocol() {}
}
