/**
 * The Arena protocol, defined once for both ends: its messages, and the client that speaks it.
 *
 * <p>The only package of this module that needs reactor-netty-http and jackson-core. Both are optional dependencies of the
 * module: who reaches an arena over HTTP declares them, who runs agents on something else does not.
 */
@NullMarked
package io.agentflux.arena.http;

import org.jspecify.annotations.NullMarked;
