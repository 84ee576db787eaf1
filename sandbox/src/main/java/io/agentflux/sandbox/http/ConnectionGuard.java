package io.agentflux.sandbox.http;

import io.agentflux.arena.http.ArenaProtocol;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/** Answers what is not HTTP in the protocol's envelope, and ends the connection. */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    private boolean refused;

    private ConnectionGuard() {}

    /** Puts a guard behind the decoder of a connection. */
    static void install(Channel channel) {
        channel.pipeline()
                .addBefore(NettyPipeline.HttpTrafficHandler, "agentflux.connection-guard", new ConnectionGuard());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request
                && request.decoderResult().isFailure()) {
            refused = true;
            ReferenceCountUtil.release(message);
            refuse(context, request.decoderResult().cause());
        } else {
            context.fireChannelRead(message);
        }
    }

    private static void refuse(ChannelHandlerContext context, Throwable cause) {
        HttpResponseStatus status = HttpResponseStatus.BAD_REQUEST;
        String error = "The request is not HTTP/1.1.";
        if (cause instanceof TooLongHttpLineException) {
            status = HttpResponseStatus.REQUEST_URI_TOO_LONG;
            error = "The request line is too long.";
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            error = "The headers are too long.";
        }
        byte[] body = Reply.failure(status.code(), error).bytes();
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, ArenaProtocol.JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
