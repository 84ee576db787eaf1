package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something that takes connections as PostgreSQL does, and then does not go on. */
class SilentDatabaseTest {

    private static final byte[] NO_ENCRYPTION = {'N'};

    /** The beginning of an error whose text has 96 bytes. */
    private static final byte[] ERROR = {'E', 0, 0, 0, 100};

    @Test
    @DisplayName("a database that does not let anybody in is given up in time, also if it says a byte now and then")
    void neverLetsIn() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> keepWaiting(listening), "silent-database");
            server.setDaemon(true);
            server.start();
            PostgresDatabase database = new PostgresDatabase(
                    PostgresUrl.parse("postgresql://a:b@localhost:" + listening.getLocalPort() + "/c"),
                    PostgresDatabase.LOCK_WAIT);

            long began = System.nanoTime();
            assertThatThrownBy(database::openReader)
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(database.obstacle(failure))
                            .isEqualTo(Obstacle.AWAY));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
        }
    }

    private static void keepWaiting(ServerSocket listening) {
        try (Socket client = listening.accept()) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            in.readNBytes(8);
            out.write(NO_ENCRYPTION);
            out.write(ERROR);
            for (int i = 0; i < 40; i++) {
                TimeUnit.SECONDS.sleep(1);
                out.write(' ');
            }
        } catch (IOException | InterruptedException givenUp) {
            // the client has gone
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("what is sent to a database that takes nothing any more is given up in time")
    void takesNothing() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket socket = new ImpatientSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
            OutputStream out = socket.getOutputStream();
            byte[] more = new byte[64 << 20];

            assertThatThrownBy(() -> out.write(more)).isInstanceOf(IOException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    @DisplayName("a connection on which no answer comes in time is closed at once, so that nothing waits for its end")
    void answersNothing() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Socket socket = new ImpatientSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
            InputStream in = socket.getInputStream();

            socket.setSoTimeout(1);
            assertThatThrownBy(() -> in.read(new byte[1])).isInstanceOf(SocketTimeoutException.class);
            assertThat(socket.isClosed()).isFalse();
            socket.setSoTimeout(1000);
            assertThatThrownBy(() -> in.read(new byte[1])).isInstanceOf(SocketTimeoutException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }
}
