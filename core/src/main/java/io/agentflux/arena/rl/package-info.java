/** The arena as an environment for reinforcement learning: one step at a time, one world at a time or many at once. */
@NullMarked
package io.agentflux.arena.rl;

import org.jspecify.annotations.NullMarked;
