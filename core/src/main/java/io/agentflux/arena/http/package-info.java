/**
 * The Arena protocol, defined once for both ends: its messages, and the client that speaks it.
 *
 * <p>The only package of this module that needs reactor-netty-http, and with {@code io.agentflux.arena.journal} the only one that
 * needs jackson-core: who runs agents on something else and writes no journal may exclude both.
 */
@NullMarked
package io.agentflux.arena.http;

import org.jspecify.annotations.NullMarked;
