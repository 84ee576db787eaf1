package io.agentflux;

/**
 * What becomes of events when the buffer between an agent and a slow reader is full. Acting never waits for the reader.
 * Dropped events are counted and announced in their place by {@link AgentEvent.EventsDropped}; {@link AgentEvent.Stopped} is
 * never dropped.
 */
public enum EventOverflow {
    /** The oldest buffered event makes room. */
    DROP_OLDEST,
    /** The new event is dropped. */
    DROP_LATEST,
    /** The run is cancelled, and the reader gets an overflow error after what is buffered. */
    ERROR
}
