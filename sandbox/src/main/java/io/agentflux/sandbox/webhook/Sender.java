package io.agentflux.sandbox.webhook;

import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.resources.ConnectionProvider;

/**
 * Posts messages, each on a connection of its own to an address that was checked. Redirects are not followed, and no more of an
 * answer is read than is needed to end the exchange politely.
 */
final class Sender {

    private static final String USER_AGENT = "AgentFlux-Webhooks/1";
    private static final long MOST_BYTES_READ = 64 * 1024;
    private static final Duration MOST_TIME_READING = Duration.ofSeconds(2);
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int STATUS_CLASS = 100;
    private static final int SUCCESS_CLASS = 2;
    private static final int REDIRECT_CLASS = 3;

    private final HttpClient client;
    private final CheckedResolverGroup resolvers;
    private final Duration timeout;
    private final Scheduler scheduler;

    private record Answer(int status, @Nullable String retryAfter) {}

    /**
     * A sender.
     *
     * @param resolvers finds the addresses that may be posted to; closed with the sender
     * @param timeout how long it may take until an answer's status is there
     */
    Sender(CheckedResolverGroup resolvers, Duration timeout, Scheduler scheduler) {
        this.resolvers = resolvers;
        this.timeout = timeout;
        this.scheduler = scheduler;
        // a connection that is used once cannot be stale, nor stay with an address that was checked long ago
        this.client = HttpClient.create(ConnectionProvider.newConnection())
                .resolver(resolvers)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE))
                .httpResponseDecoder(limits -> limits.maxHeaderSize(MOST_HEADER_BYTES))
                .keepAlive(false)
                .followRedirect(false)
                .disableRetry(true);
    }

    /**
     * Asks whether a URL may be posted to by what its host means now; what it will mean is found out for each attempt.
     *
     * @return a cold publisher that completes, also if the host has no address yet or cannot be looked up in time; the error is
     *     {@link RefusedTargetException}
     */
    Mono<Void> requireAllowed(URI url) {
        return Mono.defer(() -> resolvers.requireAllowed(
                        url.getHost(),
                        Math.max(0, url.getPort()),
                        HttpResources.get().onClient(true).next()))
                .timeout(Mono.delay(timeout, scheduler), Mono.empty());
    }

    /** Makes one attempt. Cold; never fails, for a failure is a result too; cancelling closes the connection. */
    Mono<DeliveryAttempt> send(Registered registered, Message message) {
        return Mono.defer(() -> {
            Instant began = now();
            return post(registered, message, began)
                    .map(answer -> attempt(began, answer))
                    .onErrorResume(failure -> Mono.just(attempt(began, 0, reason(failure), null)));
        });
    }

    private Mono<Answer> post(Registered registered, Message message, Instant now) {
        byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
        String signatures = registered.secretsAt(now).stream()
                .map(secret -> secret.sign(message.id(), now, body))
                .collect(Collectors.joining(" "));
        return client.headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                        .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
                        .set("webhook-id", message.id())
                        .set("webhook-timestamp", now.getEpochSecond())
                        .set("webhook-signature", signatures))
                .post()
                .uri(registered.webhook().url())
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .response((response, content) -> Flux.just(answer(response)).concatWith(drain(content)))
                .timeout(Mono.delay(timeout, scheduler))
                .last();
    }

    /** What is read and thrown away says nothing any more, so neither its size nor its failure counts. */
    private <T> Mono<T> drain(ByteBufFlux content) {
        return content.map(ByteBuf::readableBytes)
                .scan(0L, Long::sum)
                .takeUntil(total -> total > MOST_BYTES_READ)
                .takeUntilOther(Mono.delay(MOST_TIME_READING, scheduler))
                .then(Mono.<T>empty())
                .onErrorComplete();
    }

    private static Answer answer(HttpClientResponse response) {
        return new Answer(response.status().code(), response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER));
    }

    private DeliveryAttempt attempt(Instant began, Answer answer) {
        int status = answer.status();
        return switch (status / STATUS_CLASS) {
            case SUCCESS_CLASS -> attempt(began, status, null, null);
            case REDIRECT_CLASS -> attempt(began, status, "status " + status + ": redirects are not followed", null);
            default -> attempt(began, status, "status " + status, seconds(answer.retryAfter()));
        };
    }

    private DeliveryAttempt attempt(Instant began, int status, @Nullable String error, @Nullable Duration retryAfter) {
        return new DeliveryAttempt(began, Duration.between(began, now()), status, error, retryAfter);
    }

    /** A date is not understood, only seconds. */
    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        return retryAfter != null && retryAfter.strip().matches("\\d{1,9}")
                ? Duration.ofSeconds(Long.parseLong(retryAfter.strip()))
                : null;
    }

    /** In words of our own: those of the network would tell strangers about addresses. */
    private String reason(Throwable failure) {
        if (failure instanceof RefusedTargetException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof UnknownHostException) {
            return "the host's name has no address";
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return "no connection";
        }
        if (failure instanceof TimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        if (failure instanceof NotSslRecordException) {
            // its message holds all that was answered
            return "no secure connection: the answer is not TLS";
        }
        if (failure instanceof SSLException) {
            return "no secure connection: " + failure.getMessage();
        }
        if (failure instanceof PrematureCloseException || AbortedException.isConnectionReset(failure)) {
            return "the connection ended before the answer";
        }
        return "the answer is not HTTP (" + failure.getClass().getSimpleName() + ")";
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }

    void close() {
        resolvers.close();
    }
}
