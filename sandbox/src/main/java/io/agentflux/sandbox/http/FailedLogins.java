package io.agentflux.sandbox.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How often a wrong token may come from one address. Beyond that the administrator's token is not even looked at, since it may be
 * short enough to be guessed. The tokens of variants and those for activities are too long for that, and a right one goes on to
 * be let in: one agent with a wrong token must not shut out all others behind the same address.
 */
final class FailedLogins {

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

    /** Refuses by status 429 while too many wrong tokens have come from there. */
    void requireFew(@Nullable InetSocketAddress remote) {
        if (rate != null && remote != null) {
            refuseIfOver(rate.waitSeconds(keyOf(remote)));
        }
    }

    /** Takes note of a wrong token, and refuses by status 429 if there were too many before. */
    void count(@Nullable InetSocketAddress remote) {
        if (rate != null && remote != null) {
            refuseIfOver(rate.tryTake(keyOf(remote)));
        }
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
