package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Ends connections that are no use: that are too many, that do not speak HTTP, that trickle a request, that read nothing of what waits
 * for them. Dates the answers. Whoever can still be told is told, in the protocol's envelope. For one connection, on its event loop.
 */
final class ConnectionGuard extends ChannelDuplexHandler {

    private static final String NOT_HTTP = "The request is not HTTP/1.1.";

    /**
     * The longest answer for a client that sends nothing more, in bytes; the system takes that much at once. When it takes no more,
     * Netty's epoll cannot wait on a connection that it does not read from, since it has removed it from what it looks at.
     */
    private static final int LONGEST_LAST_ANSWER = 16 * 1024;

    private final ServerLimits limits;
    private final ChannelGroup connections;
    private final DateHeader date;
    private final IntConsumer onRefusal;
    private boolean isBetweenRequests = true;
    private boolean hasDecoded;
    private boolean isAnswering;
    private boolean isLastAnswer;
    private boolean hasGivenLastAnswer;
    private boolean isRefused;

    /** Requests that were passed on and not answered completely. */
    private int unanswered;

    /** Whether the last of those has still to arrive completely. */
    private boolean isArriving;

    /** Whether the client sent its last request while others were unanswered. */
    private boolean isLastRequest;

    /** Whether the client sends nothing more. */
    private boolean hasInputEnded;

    /** Whether the answer under way is longer than {@link #LONGEST_LAST_ANSWER}, or may be, as a stream of events is. */
    private boolean isLong;

    /** What to answer when the requests before are answered. */
    private @Nullable Runnable refusal;

    private boolean isReadingHeld;
    private @Nullable Future<?> arrivalDeadline;
    private @Nullable Future<?> stallCheck;

    private ConnectionGuard(ServerLimits limits, ChannelGroup connections, DateHeader date, IntConsumer onRefusal) {
        this.limits = limits;
        this.connections = connections;
        this.date = date;
        this.onRefusal = onRefusal;
    }

    /**
     * Puts a guard around the decoder of a connection.
     *
     * @param connections those that are open, this one included
     * @param date what each answer carries
     * @param onRefusal told the status of what the guard answers itself
     */
    static void install(
            Channel channel, ServerLimits limits, ChannelGroup connections, DateHeader date, IntConsumer onRefusal) {
        ConnectionGuard guard = new ConnectionGuard(limits, connections, date, onRefusal);
        channel.pipeline()
                .addBefore(NettyPipeline.HttpTrafficHandler, "agentflux.connection-guard", guard)
                .addBefore(
                        NettyPipeline.HttpCodec,
                        "agentflux.connection-end",
                        new ConnectionEnd(guard, limits.stallTime()))
                .addBefore(NettyPipeline.HttpCodec, "agentflux.header-guard", guard.new Arrival());
    }

    /** Whether nothing has arrived that is not answered, not even a part of a request. */
    boolean isIdle() {
        return isBetweenRequests && unanswered == 0 && arrivalDeadline == null;
    }

    /** Whether the client was told, and in full, that no other answer follows. */
    boolean hasGivenLastAnswer() {
        return hasGivenLastAnswer;
    }

    /** Whether an answer is on its way that a client who sends nothing more is not given. */
    boolean isGivingLongAnswer() {
        return isAnswering && isLong;
    }

    /** Whether the client sends nothing more. */
    boolean hasInputEnded() {
        return hasInputEnded;
    }

    /**
     * Takes note that the client sends nothing more: what it has asked for is answered, and then the connection ends.
     *
     * @return whether anything is to be answered
     */
    boolean endInput() {
        hasInputEnded = true;
        isLastRequest = refusal == null;
        return refusal != null || unansweredAndWhole() > 0;
    }

    /** Requests that are still to be answered. */
    private int unansweredAndWhole() {
        return hasInputEnded && isArriving ? unanswered - 1 : unanswered;
    }

    /** Sees the bytes before the decoder does, and afterwards what it has made of them. */
    private final class Arrival extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            hasDecoded = false;
            context.fireChannelRead(bytes);
            if (isBetweenRequests && hasDecoded) {
                arrivalDeadline = cancelled(arrivalDeadline);
            } else if (arrivalDeadline == null) {
                // some head or body has begun and is not complete
                Duration limit = isBetweenRequests ? limits.headerTime() : limits.bodyTime();
                ChannelHandlerContext guard = context.pipeline().context(ConnectionGuard.this);
                if (guard != null) {
                    arrivalDeadline =
                            context.executor().schedule(() -> tooSlow(guard), limit.toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (connections.size() > limits.connections()) {
            close(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        arrivalDeadline = cancelled(arrivalDeadline);
        stallCheck = cancelled(stallCheck);
    }

    private void tooSlow(ChannelHandlerContext context) {
        refuse(context, HttpResponseStatus.REQUEST_TIMEOUT, "The request did not arrive in time; send it again.");
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        hasDecoded = true;
        if (message instanceof HttpRequest) {
            isBetweenRequests = false;
            isArriving = false;
            arrivalDeadline = cancelled(arrivalDeadline);
        }
        if (message instanceof LastHttpContent) {
            isBetweenRequests = true;
        }
        if (isRefused || isOver()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            refuse(context, part, part.decoderResult().cause());
        } else if (message instanceof HttpRequest request && !isSpoken(request.protocolVersion())) {
            ReferenceCountUtil.release(message);
            refuse(context, HttpResponseStatus.BAD_REQUEST, NOT_HTTP);
        } else {
            if (message instanceof HttpRequest request) {
                HostHeader.check(request);
                if (unanswered > 0 && !HttpUtil.isKeepAlive(request)) {
                    // whoever answers would end the connection after the first of the requests that wait
                    HttpUtil.setKeepAlive(request, true);
                    isLastRequest = true;
                }
                unanswered++;
                isArriving = true;
            }
            if (message instanceof LastHttpContent) {
                isArriving = false;
            }
            context.fireChannelRead(message);
        }
    }

    /** Whether all has come that is to be answered. */
    private boolean isOver() {
        return isLastRequest && !isArriving;
    }

    private static boolean isSpoken(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean isLast = message instanceof LastHttpContent && !isInformational(message);
        if (message instanceof HttpResponse response && !isInformational(response)) {
            response.headers().set(HttpHeaderNames.DATE, date.value());
            if (isLastRequest && unansweredAndWhole() == 1) {
                HttpUtil.setKeepAlive(response, false);
            }
            isAnswering = true;
            isLong = HttpUtil.getContentLength(response, Long.MAX_VALUE) > LONGEST_LAST_ANSWER;
            if (hasInputEnded && (isLong || hasUnsent(context.channel()))) {
                close(context);
            }
            isLastAnswer = !HttpUtil.isKeepAlive(response);
        }
        if (isLast) {
            isAnswering = false;
            hasGivenLastAnswer = isLastAnswer;
            unanswered--;
        }
        boolean isEnd = isLast && isLastRequest && unansweredAndWhole() == 0;
        super.write(context, message, isEnd ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
        Runnable waiting = refusal;
        if (isLast && waiting != null && isTurnOfRefusal()) {
            refusal = null;
            waiting.run();
        }
    }

    private static boolean hasUnsent(Channel channel) {
        return channel.bytesBeforeUnwritable() < channel.config().getWriteBufferHighWaterMark();
    }

    private static boolean isInformational(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    /** Whether all requests before the one that is refused are answered. */
    private boolean isTurnOfRefusal() {
        return unanswered <= (isArriving ? 1 : 0);
    }

    private void refuse(ChannelHandlerContext context, HttpObject part, Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException) {
            refuse(context, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.");
        } else if (!(part instanceof HttpRequest)) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The body is not sent in chunks as HTTP/1.1 has them.");
        } else if (cause instanceof TooLongHttpLineException) {
            refuse(context, HttpResponseStatus.REQUEST_URI_TOO_LONG, "The request line is too long.");
        } else {
            refuse(context, HttpResponseStatus.BAD_REQUEST, NOT_HTTP);
        }
    }

    private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String error) {
        if (isOver()) {
            return;
        }
        isRefused = true;
        if (isAnswering) {
            close(context);
        } else if (isTurnOfRefusal()) {
            answer(context, status, error);
        } else {
            refusal = () -> answer(context, status, error);
        }
    }

    private void answer(ChannelHandlerContext context, HttpResponseStatus status, String error) {
        onRefusal.accept(status.code());
        byte[] body = Reply.failure(status.code(), error).bytes();
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.DATE, date.value())
                .set(HttpHeaderNames.CONTENT_TYPE, ArenaProtocol.JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        hasGivenLastAnswer = true;
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whoever does not read replies is not asked for more requests. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            context.read();
        } else {
            isReadingHeld = true;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!context.channel().isWritable()) {
            context.channel().config().setAutoRead(false);
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stallCheck = cancelled(stallCheck);
            if (isReadingHeld) {
                isReadingHeld = false;
                context.read();
            }
        } else if (stallCheck == null) {
            checkLater(context);
        }
        context.fireChannelWritabilityChanged();
    }

    private void checkLater(ChannelHandlerContext context) {
        long unread = context.channel().bytesBeforeWritable();
        stallCheck = context.executor()
                .schedule(() -> checkStall(context, unread), limits.stallTime().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void checkStall(ChannelHandlerContext context, long unreadBefore) {
        if (context.channel().bytesBeforeWritable() < unreadBefore) {
            checkLater(context);
        } else {
            close(context);
        }
    }

    private static @Nullable Future<?> cancelled(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that fails to close is closed
    private static void close(ChannelHandlerContext context) {
        context.close();
    }
}
