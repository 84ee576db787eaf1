package io.agentflux.sandbox.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log as a text file: a JSON object per line and event, and a last line with the end of the log. There is one way only to
 * write an event, so that any other byte is a change.
 */
public final class AuditExport {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AuditExport() {}

    private record EventLine(
            long sequence,
            String experimentId,
            @Nullable String variantId,
            String type,
            String id,
            String timestamp,
            @Nullable String outcome,
            String body,
            String hash) {

        static EventLine of(StoredEvent stored) {
            ExperimentEvent event = stored.event();
            return new EventLine(
                    stored.sequence(),
                    event.experimentId(),
                    event.variantId(),
                    event.type(),
                    event.id(),
                    event.timestamp().toString(),
                    event.outcome(),
                    event.body(),
                    stored.hash());
        }

        StoredEvent stored() {
            return new StoredEvent(
                    sequence,
                    new ExperimentEvent(experimentId, variantId, type, id, Instant.parse(timestamp), outcome, body),
                    hash);
        }
    }

    private record HeadLine(ChainHead head) {}

    /**
     * Writes the whole log of a store to a file, which must not exist, and forces it to the disk.
     *
     * @return a cold publisher; a subscription writes, on a thread that may block, and emits the end of what was written
     */
    public static Mono<ChainHead> write(ExperimentStore store, Path file) {
        return Mono.using(
                        () -> Files.newBufferedWriter(file, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW),
                        writer -> store.events(EventQuery.all())
                                .publishOn(Schedulers.boundedElastic())
                                .reduce(ChainHead.EMPTY, (head, stored) -> {
                                    writeLine(writer, EventLine.of(stored));
                                    return stored.asHead();
                                })
                                .doOnNext(head -> writeLine(writer, new HeadLine(head))),
                        writer -> close(writer, file))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static void writeLine(BufferedWriter writer, Object line) {
        try {
            writer.write(JSON.writeValueAsString(line));
            writer.write('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(BufferedWriter writer, Path file) {
        try {
            writer.close();
            try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                written.force(true);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static AuditReport verify(Path file, ChainCheck check) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = readLine(reader); line != null; line = readLine(reader)) {
                if (line.startsWith("{\"head\":")) {
                    return verifyEnd(line, reader, check);
                }
                Optional<AuditReport.Broken> broken = verifyEvent(line, check);
                if (broken.isPresent()) {
                    return broken.get();
                }
            }
            return new AuditReport.Broken(check.expected(), "it is missing, or the last line of the file is");
        }
    }

    private static Optional<AuditReport.Broken> verifyEvent(String line, ChainCheck check) {
        try {
            StoredEvent stored = JSON.readValue(line, EventLine.class).stored();
            return JSON.writeValueAsString(EventLine.of(stored)).equals(line)
                    ? check.next(stored)
                    : Optional.of(new AuditReport.Broken(check.expected(), "its line is not as it was written"));
        } catch (RuntimeException unreadable) {
            return Optional.of(
                    new AuditReport.Broken(check.expected(), "its line cannot be read: " + unreadable.getMessage()));
        }
    }

    private static AuditReport verifyEnd(String line, BufferedReader reader, ChainCheck check) throws IOException {
        try {
            HeadLine end = JSON.readValue(line, HeadLine.class);
            if (JSON.writeValueAsString(end).equals(line) && reader.read() < 0) {
                return check.end(end.head());
            }
        } catch (JacksonException | IllegalArgumentException unreadable) {
            // as any other line that is not as it was written
        }
        return new AuditReport.Broken(check.expected(), "the last line of the file is not as it was written");
    }

    /** A line that ends in a line feed and nothing else, as all of them do; null at the end. */
    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
        }
        return line.length() == 0 ? null : line.append(" (without its end)").toString();
    }
}
