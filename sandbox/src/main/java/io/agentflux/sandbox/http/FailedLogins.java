package io.agentflux.sandbox.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How often a wrong token may come from one address. It is there for administrators who have chosen a token that can be guessed:
 * beyond it no short token is even looked at. Right tokens that nobody can guess, which are all that the sandbox makes, are let in
 * whatever others send from the same address.
 */
final class FailedLogins {

    /** Nobody guesses so many random characters. */
    private static final int LENGTH_BEYOND_GUESSING = 32;

    /** Whoever has an IPv6 address has 2^64 of them. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final @Nullable RequestRate rate;

    /**
     * A limit.
     *
     * @param perMinute how many wrong tokens of an address are borne per minute on average, and at once after a pause; 0 for any
     *     number
     */
    FailedLogins(int perMinute, Scheduler clock) {
        this.rate = perMinute == 0 ? null : new RequestRate(perMinute, TimeUnit.MINUTES.toNanos(1), clock);
    }

    /** Refuses a token that may be a guess by status 429 while too many wrong ones have come from there. */
    void requireFew(String token, @Nullable InetSocketAddress remote) {
        if (rate != null && remote != null && mayBeGuess(token)) {
            refuseIfOver(rate.waitSeconds(keyOf(remote)));
        }
    }

    /** Takes note of a wrong token that may be a guess, and refuses it by status 429 if there were too many before. */
    void count(String token, @Nullable InetSocketAddress remote) {
        if (rate != null && remote != null && mayBeGuess(token)) {
            refuseIfOver(rate.tryTake(keyOf(remote)));
        }
    }

    private static boolean mayBeGuess(String token) {
        return token.length() < LENGTH_BEYOND_GUESSING;
    }

    private static void refuseIfOver(long waitSeconds) {
        if (waitSeconds > 0) {
            throw new RefusedRequest(
                            429, "Too many requests with a wrong token came from this address; try again later.")
                    .with("Retry-After", Long.toString(waitSeconds));
        }
    }

    private static String keyOf(InetSocketAddress remote) {
        InetAddress address = remote.getAddress();
        if (address == null) {
            return "";
        }
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
    }
}
