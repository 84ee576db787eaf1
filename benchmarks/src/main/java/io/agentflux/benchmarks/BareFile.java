package io.agentflux.benchmarks;

import java.io.IOException;
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
 * The least that a disk asks of those who wait until their bytes are on it: one thread writes all that came in one go and syncs
 * once for it. No table, no index, no hash, nothing to be read again. The file has its full length from the beginning and is
 * written over when it is full, so that a sync has no length to keep.
 */
final class BareFile implements AutoCloseable {

    private static final int BYTES = 16 << 20;
    private static final int TOGETHER = 256;

    private record Entry(ByteBuffer bytes, Sinks.Empty<Void> durable) {}

    private final BlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
    private final FileChannel channel;
    private final Thread writer = new Thread(this::write, "bare-file-writer");

    private BareFile(FileChannel channel) {
        this.channel = channel;
    }

    static BareFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocate(BYTES);
        while (zeros.hasRemaining()) {
            channel.write(zeros);
        }
        channel.force(true);
        BareFile file = new BareFile(channel);
        file.writer.setDaemon(true);
        file.writer.start();
        return file;
    }

    /** Emits the same bytes when they are on the disk, on the thread that writes. */
    Mono<byte[]> keep(byte[] bytes) {
        return Mono.defer(() -> {
            Entry entry = new Entry(ByteBuffer.wrap(bytes), Sinks.empty());
            waiting.add(entry);
            return entry.durable.asMono().thenReturn(bytes);
        });
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(waiting.take());
                waiting.drainTo(batch, TOGETHER - 1);
                ByteBuffer[] buffers = batch.stream().map(Entry::bytes).toArray(ByteBuffer[]::new);
                if (channel.position() > BYTES - (1 << 20)) {
                    channel.position(0);
                }
                while (buffers[buffers.length - 1].hasRemaining()) {
                    channel.write(buffers);
                }
                channel.force(false);
                batch.forEach(entry -> entry.durable.tryEmitEmpty().orThrow());
                batch.clear();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            batch.forEach(entry -> entry.durable.tryEmitError(failure).orThrow());
        }
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        channel.close();
    }
}
