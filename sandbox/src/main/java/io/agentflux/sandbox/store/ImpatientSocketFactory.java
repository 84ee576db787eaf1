package io.agentflux.sandbox.store;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * Closes a connection whose other end is silent. The driver bounds how long it waits for an answer, but not how long for what it
 * sends to be taken: that is up to the system, which waits a quarter of an hour or for ever. And to close an encrypted connection
 * is to wait once more for what the other end may have to say. The driver makes it by its name.
 */
public final class ImpatientSocketFactory extends SocketFactory {

    /** The driver may look for a moment whether something has come. */
    private static final int SHORTEST_PATIENCE_MILLIS = 1000;

    /** For the driver. */
    public ImpatientSocketFactory() {}

    @Override
    public Socket createSocket() {
        return new ImpatientSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw notConnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw notConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw notConnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw notConnected();
    }

    private static UnsupportedOperationException notConnected() {
        return new UnsupportedOperationException("connections are not made here; create a socket and connect it");
    }

    private static final class ImpatientSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        return in.read(bytes, offset, length);
                    } catch (SocketTimeoutException silence) {
                        if (getSoTimeout() >= SHORTEST_PATIENCE_MILLIS) {
                            giveUp();
                        }
                        throw silence;
                    }
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    Disposable deadline = Schedulers.parallel()
                            .schedule(
                                    ImpatientSocket.this::giveUp,
                                    PostgresDatabase.PATIENCE.toSeconds(),
                                    TimeUnit.SECONDS);
                    try {
                        out.write(bytes, offset, length);
                    } finally {
                        deadline.dispose();
                    }
                }
            };
        }

        private void giveUp() {
            try {
                close();
            } catch (IOException alreadyBroken) {
                // whoever reads or writes is told
            }
        }
    }
}
