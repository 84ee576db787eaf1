package io.agentflux;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes what happens to agents to a log, all under one logger and with {@code agent} and {@code cycle} as key values:
 * {@code agent.start(AgentLog.create())}, or beside another listener {@code agent.start(journal.andThen(AgentLog.create()))}.
 *
 * <p>The beginning and the end of a run and skipped ticks are told at INFO, a failed run at ERROR, decisions and their results at
 * DEBUG. The first failed cycle in a row, the first lost heartbeat in a row and dropped events are told at WARN, what repeats at
 * DEBUG. One instance may serve any number of agents with different names.
 */
public final class AgentLog implements Consumer<AgentEvent<?, ?, ?>> {

    private final Logger logger;

    /** Whose last heartbeat was lost. */
    private final Set<String> unheard = ConcurrentHashMap.newKeySet();

    private AgentLog(Logger logger) {
        this.logger = logger;
    }

    /** Writes under the name of this class. */
    public static AgentLog create() {
        return to(LoggerFactory.getLogger(AgentLog.class));
    }

    /** Writes to {@code logger}. */
    public static AgentLog to(Logger logger) {
        return new AgentLog(logger);
    }

    @Override
    public void accept(AgentEvent<?, ?, ?> event) {
        if (event instanceof AgentEvent.Started<?, ?, ?> started) {
            at(Level.INFO, event)
                    .log("Agent '{}' started; its first tick is due at {}", event.agent(), started.firstTick());
        } else if (event instanceof AgentEvent.Decided<?, ?, ?> decided) {
            at(Level.DEBUG, event).log("Agent '{}' proposes {}", event.agent(), decided.proposal());
        } else if (event instanceof AgentEvent.Acted<?, ?, ?> acted) {
            at(Level.DEBUG, event).log("Agent '{}' was answered {}", event.agent(), acted.result());
        } else if (event instanceof AgentEvent.CallRetried<?, ?, ?> retried) {
            at(Level.DEBUG, event)
                    .log(
                            "Agent '{}': {} is tried again in {}: {}",
                            event.agent(),
                            retried.stage(),
                            retried.delay(),
                            retried.error().toString());
        } else if (event instanceof AgentEvent.CycleFailed<?, ?, ?> failed) {
            at(failed.consecutive() == 1 ? Level.WARN : Level.DEBUG, event)
                    .log(
                            "Agent '{}': {} failed, {} in a row: {}",
                            event.agent(),
                            failed.stage(),
                            failed.consecutive(),
                            failed.error().toString());
        } else if (event instanceof AgentEvent.TickSkipped<?, ?, ?> skipped) {
            at(Level.INFO, event).log(skipped.message());
        } else if (event instanceof AgentEvent.HeartbeatSent) {
            unheard.remove(event.agent());
        } else if (event instanceof AgentEvent.HeartbeatFailed<?, ?, ?> failed) {
            at(unheard.add(event.agent()) ? Level.WARN : Level.DEBUG, event)
                    .log(
                            "Agent '{}': a heartbeat was not delivered: {}",
                            event.agent(),
                            failed.error().toString());
        } else if (event instanceof AgentEvent.EventsDropped<?, ?, ?> dropped) {
            at(Level.WARN, event)
                    .log(
                            "Agent '{}': {} events were dropped, their reader is too slow",
                            event.agent(),
                            dropped.events());
        } else if (event instanceof AgentEvent.Stopped<?, ?, ?> stopped) {
            unheard.remove(event.agent());
            stopped(event, stopped.reason());
        }
    }

    private void stopped(AgentEvent<?, ?, ?> event, StopReason reason) {
        if (reason instanceof StopReason.Failed failed) {
            at(Level.ERROR, event).setCause(failed.cause()).log("Agent '{}' failed", event.agent());
        } else if (reason instanceof StopReason.Closed closed) {
            at(Level.INFO, event)
                    .log("Agent '{}' stopped: {}", event.agent(), closed.cause().getMessage());
        } else {
            at(Level.INFO, event).log("Agent '{}' stopped: {}", event.agent(), reason);
        }
    }

    private LoggingEventBuilder at(Level level, AgentEvent<?, ?, ?> event) {
        return logger.atLevel(level).addKeyValue("agent", event.agent()).addKeyValue("cycle", event.cycle());
    }
}
