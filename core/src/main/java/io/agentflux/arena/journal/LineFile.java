package io.agentflux.arena.journal;

import io.agentflux.arena.http.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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

    private final JournalFile journal;
    private final RotatedFile file;
    private final Scheduler.Worker worker;
    private final Mono<Void> closing;

    /** Guards all below. */
    private final Object lock = new Object();

    private List<byte[]> waiting = new ArrayList<>();
    private boolean draining;
    private boolean closed;
    private long lost;
    private long lostInARow;

    private LineFile(JournalFile journal, RotatedFile file) {
        this.journal = journal;
        this.file = file;
        this.worker = journal.scheduler.createWorker();
        this.closing = Mono.<Void>create(this::close).cache();
    }

    /** Opens a file to append to, and makes it if there is none. Blocks. */
    static LineFile open(JournalFile journal) {
        try {
            RotatedFile file = RotatedFile.open(journal);
            LineFile lines = new LineFile(journal, file);
            if (file.wasTorn()) {
                lines.lose();
            }
            return lines;
        } catch (IOException unusable) {
            throw new UncheckedIOException("The journal " + journal + " cannot be opened", unusable);
        }
    }

    /** Brings a line, without its end. */
    void add(byte[] line) {
        synchronized (lock) {
            if (closed || waiting.size() >= journal.capacity) {
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
            LOGGER.warn("The journal {} is not written any more: its scheduler takes no work", journal);
            synchronized (lock) {
                closed = true;
                lose(waiting.size());
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
        lose(1);
    }

    private void lose(int lines) {
        synchronized (lock) {
            lost += lines;
            lostInARow += lines;
        }
    }

    long lost() {
        synchronized (lock) {
            return lost;
        }
    }

    /** Writes what waits and closes the file. Hot once subscribed to. */
    Mono<Void> close() {
        return closing;
    }

    private void close(MonoSink<Void> done) {
        synchronized (lock) {
            closed = true;
            markGap();
        }
        try {
            worker.schedule(() -> {
                drain();
                worker.dispose();
                try {
                    file.close();
                    done.success();
                } catch (IOException failure) {
                    done.error(new UncheckedIOException("The journal " + journal + " may be incomplete", failure));
                }
            });
        } catch (RejectedExecutionException refused) {
            done.error(refused);
        }
    }

    private void drain() {
        for (List<byte[]> lines = take(); !lines.isEmpty(); lines = take()) {
            lose(lines.size() - file.write(lines));
        }
    }

    /** Takes all that waits at once: who brings a line must not wait until they are copied. */
    private List<byte[]> take() {
        synchronized (lock) {
            List<byte[]> lines = waiting;
            waiting = new ArrayList<>();
            draining = !lines.isEmpty();
            return lines;
        }
    }
}
