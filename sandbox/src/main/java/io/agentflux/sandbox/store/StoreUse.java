package io.agentflux.sandbox.store;

/**
 * How busy a store is at the moment.
 *
 * @param events how many events it keeps
 * @param waitingChanges how many changes wait to be written
 * @param followers how many subscriptions follow the log
 */
public record StoreUse(long events, int waitingChanges, int followers) {}
