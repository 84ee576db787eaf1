package io.agentflux.arena.http;

import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ArenaException;
import io.agentflux.arena.ArenaNonTransientException;
import io.agentflux.arena.ArenaThrottledException;
import io.agentflux.arena.ArenaTransientException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Sorts what can go wrong with a call into the family of {@link ArenaException}, by status and by type. */
final class Failures {

    private static final int LONGEST_QUOTE = 300;

    private Failures() {}

    /** The failure that a status other than success tells. */
    static ArenaException ofStatus(String call, int status, String error, @Nullable Duration retryAfter) {
        String quote = error.length() <= LONGEST_QUOTE ? error : error.substring(0, LONGEST_QUOTE) + "...";
        String told = call + " answered " + HttpResponseStatus.valueOf(status) + (quote.isEmpty() ? "" : ": " + quote);
        if (status == 429 || (status == 503 && retryAfter != null)) {
            return new ArenaThrottledException(
                    told + (retryAfter == null ? "; call less often" : "; may be tried again in " + retryAfter),
                    retryAfter);
        }
        if (status >= 500) {
            return new ArenaTransientException(told, null);
        }
        return switch (status) {
            case 401 ->
                new ArenaNonTransientException(
                        told + "; the token is unknown or has expired, take a new one from the manifest", null);
            case 403 ->
                new ArenaClosedException(told + "; the experiment is paused or over, or the token was revoked", null);
            default ->
                new ArenaNonTransientException(
                        status < 400 ? told + "; redirects are not followed, give the final address" : told, null);
        };
    }

    /** The failure of a call that got no readable answer. */
    static ArenaException ofError(String call, Throwable error, Duration responseTimeout) {
        if (error instanceof ArenaException told) {
            return told;
        }
        if (error instanceof MalformedMessageException malformed) {
            return new ArenaNonTransientException(
                    call + " got an answer that is none of an arena. " + malformed.getMessage(), malformed);
        }
        if (error instanceof PoolAcquireTimeoutException) {
            return new ArenaTransientException(
                    call + " was not sent: all connections were in use for a third of " + responseTimeout
                            + "; call less often, or raise maxConnections",
                    null);
        }
        if (isTimeout(error)) {
            return new ArenaTransientException(call + " got no complete answer within " + responseTimeout, error);
        }
        if (error instanceof UnknownHostException && error.getCause() == null) {
            return new ArenaNonTransientException(
                    call + " was not sent: there is no such host; check the address of the arena", error);
        }
        if (isRefusedPeer(error)) {
            return new ArenaNonTransientException(
                    call + " was not sent: the server cannot prove who it is (" + rootMessage(error)
                            + "); check the address and the trusted certificates",
                    error);
        }
        if (error instanceof IOException) {
            return new ArenaTransientException(call + " failed on the connection: " + error.getMessage(), error);
        }
        return new ArenaNonTransientException(call + " failed: " + error, error);
    }

    private static boolean isTimeout(Throwable error) {
        return error instanceof java.util.concurrent.TimeoutException
                || (error instanceof TimeoutException && !(error instanceof ConnectTimeoutException));
    }

    private static boolean isRefusedPeer(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof NotSslRecordException) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** The wait that a {@code Retry-After} header asks for, in seconds or until a date; null if there is none to be read. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String value = header.strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isBefore(now) ? Duration.ZERO : Duration.between(now, until);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
