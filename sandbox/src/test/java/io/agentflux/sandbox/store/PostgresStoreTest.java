package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

class PostgresStoreTest extends ExperimentStoreContract {

    private String url;

    @BeforeEach
    @Override
    void openStore() {
        if (url == null) {
            url = PostgresServer.newSchema();
        }
        super.openStore();
    }

    @Override
    Mono<ExperimentStore> open() {
        return ExperimentStore.open(url, Schedulers.parallel());
    }

    private String schema() {
        return url.substring(url.indexOf("currentSchema=") + "currentSchema=".length());
    }

    @Test
    @DisplayName("what was kept is there after a restart, and the chain goes on")
    void survivesRestart() {
        store().append(event("d1")).block(SOON);

        reopen();
        store().append(event("d2")).block(SOON);

        assertThat(store().events(EventQuery.all()).count().block(SOON)).isEqualTo(2);
        assertThat(AuditVerifier.verify(url).block(SOON)).isInstanceOf(AuditReport.Intact.class);
    }

    @Test
    @DisplayName("a second opening of the schema is refused")
    void isNotShared() {
        Mono<ExperimentStore> impatient = JdbcExperimentStore.open(
                () -> new PostgresDatabase(PostgresUrl.parse(url), Duration.ofMillis(100)), Schedulers.parallel());

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> impatient.block(SOON))
                .withMessageContaining("is in use by another process");

        store().append(event("still mine")).block(SOON);
    }

    @Test
    @DisplayName("a lost connection fails what was being written, and the next write connects again")
    void reconnects() {
        store().append(event("d1")).block(SOON);
        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'agentflux' AND pid <> pg_backend_pid()");

        Mono<StoredEvent> retried = Mono.defer(() -> store().append(event("d2")))
                .retryWhen(Retry.fixedDelay(50, Duration.ofMillis(50))
                        .filter(StoreUnavailableException.class::isInstance));

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store().append(event("d2")).block(SOON))
                .withMessageContaining("try again with the same ids")
                .withMessageNotContaining("onboarding");
        assertThat(retried.block(SOON).sequence()).isEqualTo(2);
        assertThat(AuditVerifier.verify(url).block(SOON)).isInstanceOf(AuditReport.Intact.class);
    }

    @Test
    @DisplayName("a connection that lives on at the server does not keep the next one of this process out")
    void endsItsLastConnection() throws Exception {
        PostgresDatabase database =
                new PostgresDatabase(PostgresUrl.parse(PostgresServer.newSchema()), Duration.ofMillis(100));

        try (Connection given = database.openWriter();
                Connection next = database.openWriter()) {
            assertThat(next.isValid(20)).isTrue();
            assertThat(given.isValid(20)).isFalse();
        }
    }

    @Test
    @DisplayName("what is read after a lost connection is read on a new one")
    void readsOnNewConnections() {
        store().append(event("d1")).block(SOON);
        assertThat(store().head().block(SOON).sequence()).isEqualTo(1);
        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'agentflux' AND pid <> pg_backend_pid()");

        assertThat(store().head().block(SOON).sequence()).isEqualTo(1);
    }

    @Test
    @DisplayName("a store that another process wrote to meanwhile is given up")
    void noticesOtherWriters() {
        store().append(event("d1")).block(SOON);
        PostgresServer.execute("UPDATE " + schema() + ".chain_head SET sequence = 7");
        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE application_name = 'agentflux' AND pid <> pg_backend_pid()");

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() -> Mono.defer(() -> store().append(event("d2")))
                        .retryWhen(Retry.fixedDelay(50, Duration.ofMillis(50))
                                .filter(StoreUnavailableException.class::isInstance))
                        .block(SOON));
        assertThat(store().onFailure().block(SOON)).hasMessageContaining("another process wrote to it");
    }

    @Test
    @DisplayName("events cannot be changed or removed in the database by accident")
    void isAppendOnly() {
        store().append(event("d1")).block(SOON);

        for (String change :
                new String[] {"UPDATE %s.event SET body = 'x'", "DELETE FROM %s.event", "TRUNCATE %s.event"}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> PostgresServer.execute(change.formatted(schema())))
                    .withMessageContaining("events are only added");
        }
    }

    @Test
    @DisplayName("a connection that would acknowledge too early is refused, with the reason")
    void refusesWeakSettings() {
        String weak = PostgresServer.newSchema() + "&options=-c%20synchronous_commit=off";

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(
                        () -> ExperimentStore.open(weak, Schedulers.parallel()).block(SOON))
                .withMessageContaining("synchronous_commit = off");
    }

    @Test
    @DisplayName("a user who may make no tables is told so in one line")
    void tellsMissingRights() {
        String ofOthers = PostgresServer.newSchema();
        PostgresServer.execute("CREATE ROLE stranger LOGIN PASSWORD 'postgres'");
        PostgresServer.execute(
                "GRANT USAGE ON SCHEMA " + ofOthers.substring(ofOthers.indexOf('=') + 1) + " TO stranger");
        String location = ofOthers.replace("//postgres:", "//stranger:");

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(() ->
                        ExperimentStore.open(location, Schedulers.parallel()).block(SOON))
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("permission denied for schema")
                        .hasLineCount(1));
    }

    @Test
    @DisplayName("no message shows the password")
    void keepsThePassword() {
        String wrong = url.replace(":postgres@", ":s3cret@").replace("/postgres?", "/nowhere?");

        assertThatExceptionOfType(StoreFailedException.class)
                .isThrownBy(
                        () -> ExperimentStore.open(wrong, Schedulers.parallel()).block(SOON))
                .withMessageContaining("nowhere")
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("nowhere"))
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("s3cret");
                    }
                });
    }
}
