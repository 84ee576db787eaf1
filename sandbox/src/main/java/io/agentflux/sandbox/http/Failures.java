package io.agentflux.sandbox.http;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.http.MalformedMessageException;
import io.agentflux.sandbox.experiment.ReusedKeyException;
import io.agentflux.sandbox.store.DocumentConflictException;
import io.agentflux.sandbox.store.StoreFailedException;
import io.agentflux.sandbox.store.StoreUnavailableException;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.channel.AbortedException;

/** What a request is answered with that failed. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String SOON_SECONDS = "1";

    private Failures() {}

    /**
     * The reply to a failure. Only what nobody expects is logged.
     *
     * @param request the request in words
     */
    static Reply reply(Throwable failure, String request) {
        if (failure instanceof RefusedRequest refused) {
            return refused.reply();
        }
        if (failure instanceof MalformedMessageException malformed) {
            return Reply.failure(400, String.valueOf(malformed.getMessage()));
        }
        if (failure instanceof ArenaClosedException closed) {
            return Reply.failure(403, String.valueOf(closed.getMessage()));
        }
        if (failure instanceof ReusedKeyException) {
            return Reply.failure(422, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof DocumentConflictException) {
            return Reply.failure(409, "Somebody else changed this at the same time; look at it and try again.");
        }
        if (failure instanceof ArenaTransientException || failure instanceof StoreFailedException) {
            return unavailable(tryAgain(failure));
        }
        if (failure instanceof AbortedException || AbortedException.isConnectionReset(failure)) {
            return closing(Reply.failure(400, "The request ended early."));
        }
        LOG.error("{} failed", request, failure);
        return Reply.failure(500, "The arena failed; its log tells why.");
    }

    private static String tryAgain(Throwable failure) {
        // an experiment passes on what the store told it
        Throwable told = failure instanceof StoreUnavailableException ? failure : failure.getCause();
        return told instanceof StoreUnavailableException unavailable
                ? unavailable.obstacle().sentence() + " Try again."
                : "The arena cannot answer at the moment; try again.";
    }

    private static Reply unavailable(String error) {
        return Reply.failure(503, error).with(HttpHeaderNames.RETRY_AFTER.toString(), SOON_SECONDS);
    }

    /** The reply to whatever is asked of a server that stops. */
    static Reply stopping() {
        return closing(unavailable("The arena is shutting down; try again later."));
    }

    /** The reply as the last one on its connection. */
    static Reply closing(Reply reply) {
        return reply.with(HttpHeaderNames.CONNECTION.toString(), "close");
    }
}
