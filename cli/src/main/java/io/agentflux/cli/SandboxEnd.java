package io.agentflux.cli;

import io.agentflux.sandbox.SandboxHandle;
import java.time.Duration;

/** Ends a served sandbox gracefully when the process is told to end. */
final class SandboxEnd {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SandboxHandle handle;
    private final SandboxPrinter printer;

    SandboxEnd(SandboxHandle handle, SandboxPrinter printer) {
        this.handle = handle;
        this.printer = printer;
    }

    /** Blocks the calling thread until the server has stopped. */
    void await() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "interruption"));
        handle.onStop().block();
    }

    private void end() {
        handle.stop(GRACE).block(GRACE.multipliedBy(2));
        printer.statistics(handle.statistics());
    }
}
