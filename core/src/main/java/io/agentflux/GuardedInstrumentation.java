package io.agentflux;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The instrumentation of one run, kept from harming it: what it throws stays here, and each span ends once. */
final class GuardedInstrumentation implements AgentInstrumentation {

    private static final Logger LOG = LoggerFactory.getLogger(AgentFlux.class);

    private final AgentInstrumentation instrumentation;
    private final String agent;
    private volatile boolean broken;

    GuardedInstrumentation(AgentInstrumentation instrumentation, String agent) {
        this.instrumentation = instrumentation;
        this.agent = agent;
    }

    @Override
    public void beginRun(RunningAgent run) {
        guard(() -> instrumentation.beginRun(run));
    }

    @Override
    public void onEvent(AgentEvent<?, ?, ?> event) {
        guard(() -> instrumentation.onEvent(event));
    }

    @Override
    public Span beginCycle(ContextView context) {
        return begun(() -> instrumentation.beginCycle(context));
    }

    @Override
    public Span beginCall(Stage stage, ContextView context) {
        return begun(() -> instrumentation.beginCall(stage, context));
    }

    @Override
    public Span beginHeartbeat(ContextView context) {
        return begun(() -> instrumentation.beginHeartbeat(context));
    }

    private Span begun(Supplier<Span> begin) {
        return new GuardedSpan(guard(begin, Span.UNWATCHED));
    }

    private void guard(Runnable call) {
        guard(
                () -> {
                    call.run();
                    return call;
                },
                call);
    }

    private <T> T guard(Supplier<T> call, T otherwise) {
        if (broken) {
            return otherwise;
        }
        try {
            return call.get();
        } catch (Throwable thrown) {
            Exceptions.throwIfJvmFatal(thrown);
            broken = true;
            LOG.warn("Agent '{}': its instrumentation threw; the run goes on unwatched", agent, thrown);
            return otherwise;
        }
    }

    private final class GuardedSpan implements Span {

        private final Span span;
        private final AtomicBoolean ended = new AtomicBoolean();

        GuardedSpan(Span span) {
            this.span = span;
        }

        @Override
        public Context contextWithin(Context context) {
            return guard(() -> span.contextWithin(context), context);
        }

        @Override
        public Disposable makeCurrent() {
            Disposable current = guard(span::makeCurrent, Disposables.disposed());
            return () -> guard(current::dispose);
        }

        @Override
        public void retrying(Throwable error) {
            guard(() -> span.retrying(error));
        }

        @Override
        public void end(Ending ending, @Nullable Throwable error) {
            if (ended.compareAndSet(false, true)) {
                guard(() -> span.end(ending, error));
            }
        }
    }
}
