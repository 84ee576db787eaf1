package io.agentflux.sandbox.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection in a way that takes no answer back. Whoever closes one on which something has come that was not read resets it,
 * and what the client has not read yet is gone. So the client is told that nothing more will come, and what it still sends is read
 * and dropped until it has closed its side too, or for a moment. A client that closes its side first is given the short answers to
 * what it has asked for, unless the connection is encrypted. For one connection, on its event loop.
 */
final class ConnectionEnd extends ChannelDuplexHandler {

    /** How long a client may take to close its side. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ConnectionGuard guard;
    private final Duration lastAnswerTime;
    private @Nullable ServerStops stop;
    private @Nullable Future<?> quiet;
    private @Nullable Future<?> lastAnswerDeadline;
    private boolean isEnding;

    /**
     * Tells a connection that the server stops.
     *
     * @param quiet how long nothing must have come before a connection that waits for requests is ended: most of those that are in
     *     use have one to answer until then, and it can say that it is the last
     */
    record ServerStops(Duration quiet) {}

    /**
     * The end of a connection.
     *
     * @param lastAnswerTime how long a client that has closed its side is waited for with an answer: it may as well be gone
     */
    ConnectionEnd(ConnectionGuard guard, Duration lastAnswerTime) {
        this.guard = guard;
        this.lastAnswerTime = lastAnswerTime;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null) {
            context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (lastAnswerDeadline != null) {
            lastAnswerDeadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ServerStops told) {
            stop = told;
            endWhenQuiet(context);
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that fails to close is closed
    private void inputEnded(ChannelHandlerContext context) {
        if (isEnding || guard.isGivingLongAnswer()) {
            context.close();
            return;
        }
        if (!guard.endInput()) {
            // once what was answered is sent
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        if (context.channel().isOpen()) {
            lastAnswerDeadline =
                    context.executor().schedule(() -> context.close(), lastAnswerTime.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (isEnding) {
            ReferenceCountUtil.release(bytes);
            return;
        }
        if (quiet != null) {
            quiet.cancel(false);
            quiet = null;
        }
        context.fireChannelRead(bytes);
        endWhenQuiet(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (isEnding) {
            context.read();
        } else {
            context.fireChannelReadComplete();
        }
    }

    /** Where nothing more comes, the network refuses to be asked. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (!guard.hasInputEnded()) {
            context.read();
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        context.flush();
        endWhenQuiet(context);
    }

    private void endWhenQuiet(ChannelHandlerContext context) {
        if (stop != null && quiet == null && !isEnding && guard.isIdle()) {
            quiet = context.executor().schedule(() -> end(context), stop.quiet().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Closes at once unless there is an answer that could be lost. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells it
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (guard.hasInputEnded() || (!isEnding && !guard.hasGivenLastAnswer())) {
            context.close(promise);
            return;
        }
        if (!isEnding) {
            end(context);
        }
        context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a connection that fails to close is closed
    private void end(ChannelHandlerContext context) {
        isEnding = true;
        Channel channel = context.channel();
        context.executor().schedule(() -> context.close(), PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutDownOutput(channel);
        } else {
            tls.closeOutbound().addListener(told -> shutDownOutput(channel));
        }
        context.read();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is not shut down is closed soon
    private static void shutDownOutput(Channel channel) {
        ((DuplexChannel) channel).shutdownOutput();
    }
}
