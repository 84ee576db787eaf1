package io.agentflux.arena.journal;

import io.agentflux.arena.http.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Appends lines to a file on a thread of its own, and never makes those wait who bring them: what does not fit into the bounded
 * queue is lost, and a line in its place tells how many were.
 */
final class LineFile {

    private static final Logger LOGGER = LoggerFactory.getLogger(LineFile.class);

    private final Path file;
    private final FileChannel channel;
    private final int capacity;
    private final Scheduler.Worker worker;
    private final Mono<Void> closing;

    /** Guards all below but {@code lineIsTorn}. */
    private final Queue<byte[]> waiting = new ArrayDeque<>();

    private boolean draining;
    private boolean closed;
    private long lost;
    private long lostInARow;

    /** Whether the file does not end with a whole line; used by the worker only. */
    private boolean lineIsTorn;

    private boolean failing;

    private LineFile(Path file, FileChannel channel, boolean lineIsTorn, int capacity, Scheduler.Worker worker) {
        this.file = file;
        this.channel = channel;
        this.lineIsTorn = lineIsTorn;
        this.capacity = capacity;
        this.worker = worker;
        this.closing = Mono.<Void>create(this::close).cache();
    }

    /** Opens a file to append to, and makes it if there is none. Blocks. */
    static LineFile open(Path file, int capacity, Scheduler writing) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a journal that keeps " + capacity + " lines; give at least 1");
        }
        try {
            boolean torn = endsWithinLine(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new LineFile(file, channel, torn, capacity, writing.createWorker());
        } catch (IOException unusable) {
            throw new UncheckedIOException("The journal " + file + " cannot be opened", unusable);
        }
    }

    private static boolean endsWithinLine(Path file) throws IOException {
        try (FileChannel reading =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reading.size() > 0 && reading.read(last, reading.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** Brings a line, without its end. */
    void add(byte[] line) {
        synchronized (waiting) {
            if (closed || waiting.size() >= capacity) {
                lose();
                return;
            }
            markGap();
            waiting.add(line);
            if (draining) {
                return;
            }
            draining = true;
        }
        try {
            worker.schedule(this::drain);
        } catch (RejectedExecutionException refused) {
            LOGGER.warn("The journal {} is not written any more: its scheduler takes no work", file);
            synchronized (waiting) {
                closed = true;
                waiting.forEach(unwritten -> lose());
                waiting.clear();
            }
        }
    }

    private void markGap() {
        if (lostInARow > 0) {
            long gap = lostInARow;
            waiting.add(JsonWriter.object(members -> members.whole("lostLines", gap)));
            lostInARow = 0;
        }
    }

    /** Counts a line that could not be kept. */
    void lose() {
        synchronized (waiting) {
            lost++;
            lostInARow++;
        }
    }

    long lost() {
        synchronized (waiting) {
            return lost;
        }
    }

    /** Writes what waits and closes the file. Hot once subscribed to. */
    Mono<Void> close() {
        return closing;
    }

    private void close(MonoSink<Void> done) {
        synchronized (waiting) {
            closed = true;
            markGap();
        }
        try {
            worker.schedule(() -> {
                drain();
                worker.dispose();
                try (channel) {
                    channel.force(false);
                    done.success();
                } catch (IOException failure) {
                    done.error(new UncheckedIOException("The journal " + file + " may be incomplete", failure));
                }
            });
        } catch (RejectedExecutionException refused) {
            done.error(refused);
        }
    }

    private void drain() {
        for (Batch batch = take(); batch.lines() > 0; batch = take()) {
            write(batch);
        }
    }

    private record Batch(ByteArrayOutputStream bytes, int lines) {}

    private Batch take() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        synchronized (waiting) {
            int lines = waiting.size();
            for (byte[] line = waiting.poll(); line != null; line = waiting.poll()) {
                bytes.writeBytes(line);
                bytes.write('\n');
            }
            draining = lines > 0;
            return new Batch(bytes, lines);
        }
    }

    private void write(Batch batch) {
        try {
            if (lineIsTorn) {
                writeFully(new byte[] {'\n'});
            }
            lineIsTorn = true;
            writeFully(batch.bytes().toByteArray());
            lineIsTorn = false;
            failing = false;
        } catch (IOException failure) {
            for (int line = 0; line < batch.lines(); line++) {
                lose();
            }
            if (!failing) {
                failing = true;
                LOGGER.warn("The journal {} cannot be written; lines are lost until it can be again", file, failure);
            }
        }
    }

    private void writeFully(byte[] bytes) throws IOException {
        for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
            channel.write(rest);
        }
    }
}
