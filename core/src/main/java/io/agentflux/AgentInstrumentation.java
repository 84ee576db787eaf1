package io.agentflux;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Watches agents at work from within: for meters and traces, which may neither miss an event because somebody reads slowly nor
 * delay the agent.
 *
 * <p>It is told everything at once, on the thread where it happens, so it must be quick and must not block. One instance may
 * watch many agents, and heartbeats go on beside cycles, so calls come from several threads at a time. When it throws, the error
 * is logged once and the run goes on unwatched.
 */
public interface AgentInstrumentation {

    /** A run begins; whoever keeps it lets go of it when it {@linkplain RunningAgent#onStop is over}. */
    default void beginRun(RunningAgent run) {}

    /**
     * Something happened. Events lost to slow readers come here first, and {@link AgentEvent.Stopped} also when the reader has
     * cancelled; {@link AgentEvent.EventsDropped} comes once per event that a reader lost.
     */
    default void onEvent(AgentEvent<?, ?, ?> event) {}

    /**
     * A cycle begins.
     *
     * @param context the context of the subscriber of the run, with {@link AgentFlux#AGENT_KEY} and {@link AgentFlux#CYCLE_KEY}
     */
    default Span beginCycle(ContextView context) {
        return Span.UNWATCHED;
    }

    /**
     * The call of a stage begins, retries included. {@link Stage#LEARN} is no call.
     *
     * @param context as the span of the cycle left it
     */
    default Span beginCall(Stage stage, ContextView context) {
        return Span.UNWATCHED;
    }

    /** A heartbeat begins, beside any cycle; {@code context} as for a cycle. */
    default Span beginHeartbeat(ContextView context) {
        return Span.UNWATCHED;
    }

    /** Something with a beginning and an end. */
    interface Span {

        /** Does nothing. */
        Span UNWATCHED = new Span() {};

        /** The Reactor context for what happens within. */
        default Context contextWithin(Context context) {
            return context;
        }

        /** Makes the span current on this thread, for the function of a stage, until the result is disposed of. */
        default Disposable makeCurrent() {
            return Disposables.disposed();
        }

        /** A call failed for a reason that may pass, and will be tried again. */
        default void retrying(Throwable error) {}

        /** It is over; told once. {@code error} is given when it {@link Ending#FAILED failed} or found the other side closed. */
        default void end(Ending ending, @Nullable Throwable error) {}
    }

    /** How a cycle, a call or a heartbeat ended. */
    enum Ending {
        /** A cycle acted; a call gave a value; a heartbeat was delivered. */
        DONE,
        /** A cycle held; a call completed without a value. */
        EMPTY,
        /** It ended with an error. */
        FAILED,
        /** The other side is closed for the agent: not a failure. */
        CLOSED,
        /** The run ended before it. */
        CANCELLED
    }
}
