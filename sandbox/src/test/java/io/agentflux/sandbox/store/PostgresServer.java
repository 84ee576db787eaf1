package io.agentflux.sandbox.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/** A real PostgreSQL server, started once for all tests of this process and ended with it. Each test has a schema. */
final class PostgresServer {

    /** The library gives a server ten seconds, which recovery after a crash may take on a busy machine. */
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private PostgresServer() {}

    private static final class Holder {
        // not a static field that is set at once: a failure there would be told as NoClassDefFoundError from the second
        // test on
        private static EmbeddedPostgres server;

        private static synchronized EmbeddedPostgres server() {
            if (server == null) {
                server = start(EmbeddedPostgres.builder());
            }
            return server;
        }
    }

    /** Starts a server that keeps what it acknowledges. */
    static EmbeddedPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            // the library starts its servers without fsync
            return builder.setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setPGStartupWait(STARTUP)
                    .start();
        } catch (IOException | IllegalStateException failure) {
            if (isRootWithoutUserNamespaces()) {
                throw new TestAbortedException(
                        "NOT TESTED on PostgreSQL: its server refuses to run as root, and this machine does not let root"
                                + " become somebody else with unshare; run the tests as another user",
                        failure);
            }
            throw new IllegalStateException("the PostgreSQL server for the tests did not start", failure);
        }
    }

    private static boolean isRootWithoutUserNamespaces() {
        if (!System.getProperty("user.name").equals("root")) {
            return false;
        }
        try {
            return new ProcessBuilder("unshare", "-U", "true").start().waitFor() != 0;
        } catch (IOException noSuchProgram) {
            return true;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The URL of a schema of its own. */
    static String newSchema() {
        String schema = "store" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return url() + "?currentSchema=" + schema;
    }

    static String url() {
        return "postgresql://postgres:postgres@localhost:" + Holder.server().getPort() + "/postgres";
    }

    static void execute(String sql) {
        try (Connection connection = Holder.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
