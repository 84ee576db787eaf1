package io.agentflux.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The least that a disk asks of a server that answers when its data is on it: one thread writes all that waits in one call and
 * syncs once for it. No table, no index, no hash, nothing that could be read again; the file has its length before and is
 * written over from its beginning when it is full, so that a sync has no length to keep.
 */
final class AppendOnlyFile {

    private static final int BYTES = 16 << 20;

    private record Entry(ByteBuffer bytes, Sinks.Empty<Void> durable) {}

    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final FileChannel channel;

    private AppendOnlyFile(FileChannel channel) {
        this.channel = channel;
    }

    static AppendOnlyFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(true);
        AppendOnlyFile opened = new AppendOnlyFile(channel);
        Thread writer = new Thread(opened::write, "append-only-file");
        writer.setDaemon(true);
        writer.start();
        return opened;
    }

    /** Emits the same bytes when they are on the disk. */
    Mono<byte[]> append(byte[] bytes) {
        return Mono.defer(() -> {
            Entry entry = new Entry(ByteBuffer.wrap(bytes), Sinks.empty());
            waiting.add(entry);
            return entry.durable.asMono().thenReturn(bytes);
        });
    }

    private void write() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        List<Entry> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                for (Entry entry : batch) {
                    buffer.put(entry.bytes);
                }
                buffer.flip();
                if (channel.position() + buffer.remaining() > BYTES) {
                    channel.position(0);
                }
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(false);
                for (Entry entry : batch) {
                    entry.durable.tryEmitEmpty().orThrow();
                }
                buffer.clear();
                batch.clear();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
