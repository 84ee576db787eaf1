package io.agentflux.sandbox.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The identity of one server whose files may be renewed while it serves. Connections that begin afterwards see the new
 * certificate; open ones go on with that by which they began. Files that cannot be used change nothing.
 */
final class TlsRenewal {

    /** How often the files are looked at. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);
    private static final Duration SOON = Duration.ofDays(14);
    private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

    private final Scheduler clock;
    private volatile TlsIdentity current;
    private @Nullable String refusal;
    private @Nullable Instant warned;

    /**
     * Nothing is looked at yet.
     *
     * @param first the identity to begin with
     * @param clock tells when to look, and whether a certificate is still valid
     */
    TlsRenewal(TlsIdentity first, Scheduler clock) {
        this.current = first;
        this.clock = clock;
    }

    /** Looks at the files again and again, where that may block, until disposed of. */
    Disposable begin() {
        warn();
        return Mono.delay(PERIOD, clock)
                .then(Mono.fromRunnable(this::look)
                        .subscribeOn(Schedulers.boundedElastic())
                        // no thread is free to look now; the next look will find one
                        .onErrorComplete(RejectedExecutionException.class))
                .repeat()
                .subscribe(
                        looked -> {},
                        failure -> LOG.error(
                                "the certificate in {} is not looked at any more; start again to renew it",
                                current.file(),
                                failure));
    }

    /** Takes what the files hold if it can be used. Blocks; one look at a time. */
    void look() {
        try {
            TlsIdentity now = current.readAgain();
            if (!now.isSameAs(current)) {
                now.requireValidAt(now());
                current = now;
                warned = null;
                LOG.info("the certificate in {} was renewed; it is valid until {}", now.file(), now.expiry());
            }
            refusal = null;
        } catch (RuntimeException unusable) {
            refuse(String.valueOf(unusable.getMessage()));
        }
        warn();
    }

    private void refuse(String reason) {
        // told once, however long it stays so
        if (!reason.equals(refusal)) {
            LOG.warn("the certificate was not renewed, the one in use stays: {}", reason);
        }
        refusal = reason;
    }

    private void warn() {
        TlsIdentity used = current;
        Instant now = now();
        boolean isSoon = used.expiry().isBefore(now.plus(SOON));
        if (isSoon && (warned == null || !now.isBefore(warned.plus(BETWEEN_WARNINGS)))) {
            warned = now;
            LOG.warn(
                    "the certificate in {} {} on {}; renew it, the new one is taken without a restart",
                    used.file(),
                    used.expiry().isBefore(now) ? "expired" : "expires",
                    used.expiry());
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }

    /** Why the files cannot be used at the moment; null if they can. */
    @Nullable String refusal() {
        return refusal;
    }

    /** How long the certificate in use is still valid, in seconds; negative if it has expired. */
    double secondsLeft() {
        return Duration.between(now(), current.expiry()).toSeconds();
    }

    /** A context that is for each connection that of the identity in use. */
    SslContext context() {
        return new ContextInUse();
    }

    private final class ContextInUse extends SslContext {

        @Override
        public boolean isClient() {
            return false;
        }

        @Override
        public List<String> cipherSuites() {
            return current.context().cipherSuites();
        }

        @Override
        @SuppressWarnings("deprecation") // has to be there
        public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
            return current.context().applicationProtocolNegotiator();
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator) {
            return current.context().newEngine(allocator);
        }

        @Override
        public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
            return current.context().newEngine(allocator, peerHost, peerPort);
        }

        @Override
        public SSLSessionContext sessionContext() {
            return Objects.requireNonNull(current.context().sessionContext());
        }
    }
}
