package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class AuditCommandTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern HEAD = Pattern.compile("--head (\\d+:[0-9a-f]{64})");

    @TempDir
    private Path folder;

    @BeforeEach
    void keepSomeEvents() {
        ExperimentStore store =
                ExperimentStore.open(store(), Schedulers.parallel()).block(SOON);
        Flux.range(1, 3)
                .concatMap(number -> store.append(new ExperimentEvent(
                        "exp_1",
                        null,
                        "day",
                        "day-" + number,
                        Instant.parse("2026-03-01T00:00:00Z"),
                        null,
                        "{\"scans\":" + number + "}")))
                .blockLast(SOON);
        store.close().block(SOON);
    }

    private String store() {
        return folder.resolve("agentflux.db").toString();
    }

    private static String head(CommandRun run) {
        Matcher head = HEAD.matcher(run.out());
        assertThat(head.find()).isTrue();
        return head.group(1);
    }

    @Test
    @DisplayName("a log as it was written is intact, and its end can be noted down and checked against later")
    void intact() {
        CommandRun first = CommandRun.of("audit", "verify", "--store", store());
        CommandRun again = CommandRun.of("audit", "verify", "--store", store(), "--head", head(first));
        CommandRun wrong = CommandRun.of("audit", "verify", "--store", store(), "--head", "3:" + "0".repeat(64));

        assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(first.out()).startsWith("intact: 3 events");
        assertThat(again.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(wrong.out()).startsWith("broken at event 3");
    }

    @Test
    @DisplayName("an exported file is checked without the store, and one changed byte is found")
    void exported() throws IOException {
        Path file = folder.resolve("log.jsonl");
        CommandRun export = CommandRun.of("audit", "export", file.toString(), "--store", store());
        CommandRun verified = CommandRun.of("audit", "verify", "--export", file.toString());
        Files.writeString(file, Files.readString(file).replace("\\\"scans\\\":2", "\\\"scans\\\":7"));
        CommandRun changed = CommandRun.of("audit", "verify", "--export", file.toString());
        CommandRun twice = CommandRun.of("audit", "export", file.toString(), "--store", store());

        assertThat(export.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(head(export)).isEqualTo(head(verified));
        assertThat(changed.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(changed.out()).startsWith("broken at event 2");
        assertThat(twice.exitCode()).isEqualTo(ExitCode.FILE_ACCESS);
        assertThat(twice.err()).contains("exists");
    }

    @Test
    @DisplayName("what cannot be read is told in words")
    void unreadable() {
        CommandRun nothing = CommandRun.of(
                "audit", "verify", "--store", folder.resolve("none.db").toString());
        CommandRun noHead = CommandRun.of("audit", "verify", "--store", store(), "--head", "3");

        assertThat(nothing.exitCode()).isEqualTo(ExitCode.FILE_ACCESS);
        assertThat(nothing.err()).contains("there is no store at");
        assertThat(noHead.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noHead.err()).contains("SEQ:HASH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:hidden@127.0.0.1:1/log?connectTimeout=1",
                "postgresql://127.0.0.1:1/log?user=ada&password=hidden"
            })
    @DisplayName("who opens a database, and by which password, is not printed, wherever the URL says it")
    void hidesPasswords(String location) {
        CommandRun run = CommandRun.of("audit", "verify", "--store", location);

        assertThat(run.out() + run.err())
                .contains("postgresql://127.0.0.1:1/log: ")
                .doesNotContain("ada", "hidden");
    }
}
