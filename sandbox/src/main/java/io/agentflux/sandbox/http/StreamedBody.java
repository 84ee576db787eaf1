package io.agentflux.sandbox.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Sends a body piece by piece: the next piece is asked for when the network has taken the one before. So hardly anything waits
 * in memory for a client that does not read; the usual way would write a hundred pieces ahead.
 */
final class StreamedBody {

    /** What is longer is sent in pieces. */
    static final int PIECE_BYTES = 32 * 1024;

    private StreamedBody() {}

    /** A long body in pieces. */
    static Flux<byte[]> pieces(byte[] body) {
        return Flux.range(0, (body.length + PIECE_BYTES - 1) / PIECE_BYTES)
                .map(i -> Arrays.copyOfRange(body, i * PIECE_BYTES, Math.min((i + 1) * PIECE_BYTES, body.length)));
    }

    /** Sends the pieces, each at once; fails if a piece is not taken in time. */
    static Mono<Void> send(HttpServerResponse response, Flux<byte[]> pieces, Duration stallTime, Scheduler clock) {
        Channel channel = channelOf(response);
        // one at a time, and one that is ready when it is written
        Mono<Void> writing = pieces.concatMap(
                        piece -> write(channel, piece).timeout(stallTime, giveUp(channel), clock), 1)
                .then();
        return response.sendHeaders().then(writing).then();
    }

    private static Channel channelOf(HttpServerResponse response) {
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        response.withConnection(connection -> channel.set(connection.channel()));
        return Objects.requireNonNull(channel.get());
    }

    /** A client that does not read is not worth a line in the log. */
    private static Mono<Void> giveUp(Channel channel) {
        return FutureMono.deferFuture(channel::close)
                .then(Mono.error(() -> new AbortedException("the client reads nothing of its stream")));
    }

    private static Mono<Void> write(Channel channel, byte[] piece) {
        return FutureMono.deferFuture(
                () -> channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece))));
    }
}
