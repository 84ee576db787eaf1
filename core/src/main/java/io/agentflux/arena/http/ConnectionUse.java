package io.agentflux.arena.http;

/**
 * How busy a client's pooled connections are at this moment.
 *
 * @param active connections in use
 * @param idle open connections that wait for a call
 * @param pending calls that wait for a connection
 */
public record ConnectionUse(int active, int idle, int pending) {}
