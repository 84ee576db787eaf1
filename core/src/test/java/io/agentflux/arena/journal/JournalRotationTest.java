package io.agentflux.arena.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.AgentEvent;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class JournalRotationTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINE = line(1).length() + 1;

    @TempDir
    private Path folder;

    private Path file(int age) {
        return JournalFile.of(folder.resolve("decisions.jsonl")).ofAge(age);
    }

    private static String line(long cycle) {
        return "{\"at\":\"2026-01-01T00:00:00Z\",\"agent\":\"a\",\"cycle\":%d,\"outcome\":\"held\"}".formatted(cycle);
    }

    private static void hold(DecisionJournal journal, long cycle) {
        journal.accept(new AgentEvent.Held<>("a", cycle, AT));
    }

    private DecisionJournal journal(long bytes, int keptFiles) {
        return DecisionJournal.open(JournalFile.of(file(0)).rotatedAt(bytes, keptFiles));
    }

    private void write(DecisionJournal journal, int from, int to) {
        for (int cycle = from; cycle <= to; cycle++) {
            hold(journal, cycle);
        }
        journal.close().block(PATIENCE);
    }

    private static List<String> lines(int from, int to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(JournalRotationTest::line)
                .toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    @DisplayName("a file system that is gone loses lines, but neither those who bring them nor the end")
    void fileSystemIsGone() throws IOException {
        FileSystem archive = FileSystems.newFileSystem(folder.resolve("journal.zip"), Map.of("create", "true"));
        DecisionJournal journal = DecisionJournal.open(JournalFile.of(archive.getPath("/decisions.jsonl"))
                .rotatedAt(LINE, 1)
                .on(Schedulers.immediate()));
        hold(journal, 1);
        archive.close();

        hold(journal, 2);
        hold(journal, 3);
        journal.close().onErrorComplete().block(PATIENCE);

        assertThat(journal.lostLines()).isEqualTo(2);
    }

    @Test
    @DisplayName("a file that is full becomes .1, the one before .2, and none is kept beyond the limit")
    void rotates() throws IOException {
        write(journal(3L * LINE, 2), 1, 9);
        assertThat(files()).containsExactly(file(0), file(1), file(2));
        assertThat(file(2)).hasContent(String.join("\n", lines(1, 3)));
        assertThat(file(1)).hasContent(String.join("\n", lines(4, 6)));
        assertThat(file(0)).hasContent(String.join("\n", lines(7, 9)));

        write(journal(3L * LINE, 2), 1, 1);
        assertThat(files()).containsExactly(file(0), file(1), file(2));
        assertThat(file(2)).hasContent(String.join("\n", lines(4, 6)));
        assertThat(file(0)).hasContent(line(1));

        write(journal(2L * LINE, 1), 2, 3);
        assertThat(files()).containsExactly(file(0), file(1));
        assertThat(file(1)).hasContent(String.join("\n", lines(1, 2)));
        assertThat(file(0)).hasContent(line(3));
    }

    @Test
    @DisplayName("a line that is longer than a file may be has one of its own")
    void longLines() throws IOException {
        write(journal(LINE / 2, 9), 1, 3);
        assertThat(files()).hasSize(3);
        assertThat(file(0)).hasContent(line(3));
        assertThat(file(2)).hasContent(line(1));
    }

    @Test
    @DisplayName("after a crash between two steps of a rotation the next one begins at the gap and loses no file")
    void rotationInterrupted() throws IOException {
        Files.writeString(file(0), line(4) + "\n");
        Files.writeString(file(2), line(3) + "\n");
        Files.writeString(file(3), line(2) + "\n");
        write(journal(LINE, 3), 5, 5);
        assertThat(files()).containsExactly(file(0), file(1), file(2), file(3));
        assertThat(file(1)).hasContent(line(4));
        assertThat(file(2)).hasContent(line(3));
        assertThat(file(3)).hasContent(line(2));

        Files.delete(file(0));
        write(journal(LINE, 3), 6, 6);
        assertThat(file(0)).hasContent(line(6));
        assertThat(file(1)).hasContent(line(4));
    }

    @Test
    @DisplayName("where a file cannot be renamed it grows on instead of losing lines, until it can be")
    void rotationImpossible() throws IOException {
        Path inTheWay = Files.createDirectories(file(1).resolve("not empty"));
        DecisionJournal journal =
                DecisionJournal.open(JournalFile.of(file(0)).rotatedAt(LINE, 1).on(Schedulers.immediate()));
        hold(journal, 1);
        hold(journal, 2);
        hold(journal, 3);
        assertThat(file(0)).hasContent(String.join("\n", lines(1, 3)));

        Files.delete(inTheWay);
        Files.delete(file(1));
        hold(journal, 4);
        journal.close().block(PATIENCE);
        assertThat(file(1)).hasContent(String.join("\n", lines(1, 3)));
        assertThat(file(0)).hasContent(line(4));
        assertThat(journal.lostLines()).isZero();
    }

    @Test
    @DisplayName("many agents on many threads lose no line and tear none")
    void manyWriters() throws IOException {
        DecisionJournal journal = journal(1_000, 1_000);
        Flux.range(0, 8)
                .flatMap(agent -> Mono.fromRunnable(() -> {
                            for (int cycle = 1; cycle <= 1_000; cycle++) {
                                journal.accept(new AgentEvent.Held<>("a" + agent, cycle, AT));
                            }
                        })
                        .subscribeOn(Schedulers.parallel()))
                .then(Mono.defer(journal::close))
                .block(PATIENCE);

        List<String> all = new ArrayList<>();
        for (Path file : files()) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(1_000);
            all.addAll(Files.readAllLines(file));
        }
        assertThat(all).hasSize(8_000).doesNotHaveDuplicates().allMatch(line -> line.endsWith("\"outcome\":\"held\"}"));
        assertThat(journal.lostLines()).isZero();
    }

    @RepeatedTest(3)
    @DisplayName("a process that is killed while it writes leaves whole lines, one after the other over all files")
    void killed() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file(0).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        while (!Files.exists(file(20)) && writer.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        writer.destroyForcibly().waitFor();
        assertThat(folder.resolve("output.txt")).hasContent("");

        List<String> left = new ArrayList<>();
        for (Path file : files().stream()
                .filter(file -> !file.endsWith("output.txt"))
                .sorted(Comparator.comparingInt(JournalRotationTest::age).reversed())
                .toList()) {
            String text = Files.readString(file);
            assertThat(file.equals(file(0)) || text.endsWith("\n")).isTrue();
            left.addAll(text.lines().toList());
        }
        long first = Long.parseLong(left.get(0).replaceAll(".*\"cycle\":(\\d+).*", "$1"));
        for (int i = 0; i < left.size() - 1; i++) {
            assertThat(left.get(i)).isEqualTo(line(first + i));
        }
        // the last one may be torn, until the file is opened again
        assertThat(line(first + left.size() - 1)).startsWith(left.get(left.size() - 1));
        DecisionJournal next = journal(Long.MAX_VALUE, 30);
        next.close().block(PATIENCE);
        assertThat(Files.readString(file(0)).lines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static int age(Path file) {
        String ending = file.toString().replaceAll(".*\\.jsonl\\.?", "");
        return ending.isEmpty() ? 0 : Integer.parseInt(ending);
    }

    /** Writes until it is killed. */
    static final class Writer {

        public static void main(String... arguments) {
            DecisionJournal journal = DecisionJournal.open(
                    JournalFile.of(Path.of(arguments[0])).rotatedAt(20_000, 30).on(Schedulers.immediate()));
            for (long cycle = 1; ; cycle++) {
                hold(journal, cycle);
            }
        }
    }

    @Test
    @DisplayName("limits that limit nothing are refused")
    void refusesNonsense() {
        JournalFile file = JournalFile.of(file(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.rotatedAt(0, 1))
                .withMessageContaining("give at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> file.rotatedAt(1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> file.capacity(0))
                .withMessage("a journal that keeps 0 lines; give at least 1");
    }
}
