package io.agentflux.cli;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.sandbox.SandboxHandle;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Ends a served sandbox gracefully when the process is told to end, or when the store cannot keep anything any more. */
final class SandboxEnd {

    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Longer than all that a stop waits for. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final SandboxHandle handle;
    private final SandboxPrinter printer;

    SandboxEnd(SandboxHandle handle, SandboxPrinter printer) {
        this.handle = handle;
        this.printer = printer;
    }

    /** Blocks the calling thread until the server has stopped. */
    int await() {
        Thread hook = new Thread(this::end, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        Optional<Throwable> failure = Mono.firstWithSignal(
                        handle.onFailure(), handle.onStop().then(Mono.<Throwable>empty()))
                .blockOptional();
        if (failure.isPresent()) {
            Runtime.getRuntime().removeShutdownHook(hook);
            printer.storeFailed(failure.get());
            end();
            return ExitCode.FAILURE;
        }
        // the server listens no longer, but still answers what had come
        awaitEndOf(hook);
        return ExitCode.OK;
    }

    private static void awaitEndOf(Thread hook) {
        try {
            hook.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        try {
            handle.stop(GRACE).block(LIMIT);
        } catch (ArenaTransientException notClosed) {
            printer.storeNotClosed(notClosed);
        } finally {
            printer.statistics(handle);
        }
    }
}
