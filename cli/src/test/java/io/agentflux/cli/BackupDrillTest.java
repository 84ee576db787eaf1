package io.agentflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Does what the page of the store says about backups, while a real server takes updates, and puts each backup back. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs commands of a POSIX shell")
class BackupDrillTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int WRITERS = 8;
    private static final Pattern DECISION_ID = Pattern.compile("\"decisionLogId\":\"(dec_[0-9a-f]+)\"");
    private static final Pattern COMMAND = Pattern.compile("(?m)^sqlite3 agentflux\\.db (\"(.*) 'backup\\.db'\")$");
    private static final String[] OPTIONS = {"--people", "20"};

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong updates = new AtomicLong();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    @DisplayName(
            "backups that were made under load, and copies of a stopped or killed server's files, verify and go on when they are restored")
    void backsUpAndRestores() throws Exception {
        List<Path> backups = new ArrayList<>();
        List<Set<String>> contents = new ArrayList<>();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try (ServedSandbox sandbox = start()) {
            List<Future<?>> ends = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                ends.add(writers.submit(() -> writeOn(sandbox)));
            }
            for (String[] command : documented()) {
                contents.add(awaitMore());
                backups.add(backup(command));
            }
            contents.add(awaitMore());
            isOver.set(true);
            for (Future<?> end : ends) {
                end.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            }
            sandbox.kill();
            backups.add(copied("killed.db"));
        } finally {
            writers.shutdownNow();
        }
        restore(backups.get(0));
        try (ServedSandbox sandbox = start()) {
            Set<String> more = new HashSet<>(contents.get(0));
            more.add(update(sandbox));
            contents.add(more);
            sandbox.interrupt();
        }
        backups.add(copied("stopped.db"));

        assertThat(backups).hasSize(4);
        for (int i = 0; i < backups.size(); i++) {
            assertVerified(backups.get(i));
            restore(backups.get(i));
            assertThat(ServedSandbox.kept(store().toString()))
                    .as(backups.get(i).toString())
                    .containsAll(contents.get(i));
            assertVerified(store());
        }
    }

    private ServedSandbox start() throws IOException, InterruptedException {
        return ServedSandbox.start(folder, OPTIONS);
    }

    private Path store() {
        return folder.resolve(ServedSandbox.STORE);
    }

    /** The commands of the page: each what follows the file, and what of it is for SQLite. */
    private static List<String[]> documented() throws IOException {
        List<String[]> commands = COMMAND.matcher(Files.readString(Path.of("../docs/store.md")))
                .results()
                .map(found -> new String[] {found.group(1), found.group(2)})
                .toList();
        assertThat(commands).extracting(command -> command[1]).containsExactly(".backup", "VACUUM INTO");
        return commands;
    }

    private Path backup(String[] command) throws Exception {
        Path backup = folder.resolve("backup.db");
        if (isInstalled()) {
            Path said = folder.resolve("sqlite3.txt");
            Process shell = new ProcessBuilder("sh", "-c", "sqlite3 " + ServedSandbox.STORE + " " + command[0])
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            assertThat(shell.waitFor()).as(Files.readString(said)).isZero();
        } else {
            // the driver knows the one under the name of SQLite's interface, and the other as it is
            String statement = command[1].replace(".backup", "backup to") + " '" + backup + "'";
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store());
                    Statement sql = connection.createStatement()) {
                sql.executeUpdate(statement);
            }
        }
        return Files.move(backup, folder.resolve("backup-" + command[1].replaceAll("\\W", "") + ".db"));
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("sqlite3", "--version").start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** A copy of the file, and of {@code -wal} if it is there. */
    private Path copied(String name) throws IOException {
        Path wal = Path.of(store() + "-wal");
        if (Files.exists(wal)) {
            Files.copy(wal, folder.resolve(name + "-wal"));
        }
        return Files.copy(store(), folder.resolve(name));
    }

    private void restore(Path backup) throws IOException {
        for (String part : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(store() + part));
            if (Files.exists(Path.of(backup + part))) {
                Files.copy(Path.of(backup + part), Path.of(store() + part));
            }
        }
    }

    private static void assertVerified(Path store) {
        CommandRun run = CommandRun.of("audit", "verify", "--store", store.toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("intact: ");
    }

    private Void writeOn(ServedSandbox sandbox) throws IOException, InterruptedException {
        while (!isOver.get()) {
            update(sandbox);
        }
        return null;
    }

    private String update(ServedSandbox sandbox) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(sandbox.url() + "/api/arena/variant/config"))
                        .header("Authorization", "Bearer " + sandbox.tokens().get(0))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"economyOverrides\":{\"scanXp\":11},\"reasoning\":\"update "
                                        + updates.incrementAndGet() + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher id = DECISION_ID.matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        acknowledged.add(id.group(1));
        return id.group(1);
    }

    /** What is acknowledged when there are some hundred more. */
    private Set<String> awaitMore() throws InterruptedException {
        int enough = acknowledged.size() + 300;
        long deadline = System.nanoTime() + SOON.toNanos();
        while (acknowledged.size() < enough && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        Set<String> now = Set.copyOf(acknowledged);
        assertThat(now).hasSizeGreaterThanOrEqualTo(enough);
        return now;
    }
}
