package io.agentflux.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/** Connections that each send the next request when the one before was answered, driven by one thread. */
final class ClosedLoop {

    private static final String LENGTH = "content-length: ";

    private final LongFunction<byte[]> requests;
    private final long deadline;
    private long sent;
    private long[] nanos = new long[1 << 16];
    private int answered;

    /**
     * What was seen.
     *
     * @param requests how many requests were answered
     * @param p50Nanos half of them within this time
     * @param p99Nanos 99 % of them within this time
     */
    record Result(long requests, long p50Nanos, long p99Nanos) {}

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
        private long since;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send() throws IOException {
            ByteBuffer out = ByteBuffer.wrap(requests.apply(sent++));
            since = System.nanoTime();
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void receive() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the server closed a connection");
            }
            if (isComplete()) {
                if (answered == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * answered);
                }
                nanos[answered++] = System.nanoTime() - since;
                in.clear();
                if (System.nanoTime() < deadline) {
                    send();
                }
            }
        }

        private boolean isComplete() throws IOException {
            String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IOException("answered by " + text);
            }
            int length = text.indexOf(LENGTH) + LENGTH.length();
            return in.position() == end + 4 + Integer.parseInt(text.substring(length, text.indexOf('\r', length)));
        }
    }

    private ClosedLoop(LongFunction<byte[]> requests, long deadline) {
        this.requests = requests;
        this.deadline = deadline;
    }

    /** Sends for some time over some connections. */
    static Result run(int port, int connections, long seconds, LongFunction<byte[]> requests) throws IOException {
        ClosedLoop loop = new ClosedLoop(requests, System.nanoTime() + seconds * 1_000_000_000L);
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channels.add(channel);
                channel.configureBlocking(false);
                Connection connection = loop.new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.send();
            }
            while (loop.answered < loop.sent) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Connection) key.attachment()).receive();
                }
                selector.selectedKeys().clear();
            }
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
        return loop.result();
    }

    private Result result() {
        long[] sorted = Arrays.copyOf(nanos, answered);
        Arrays.sort(sorted);
        return new Result(answered, sorted[answered / 2], sorted[(int) (answered * 0.99)]);
    }
}
