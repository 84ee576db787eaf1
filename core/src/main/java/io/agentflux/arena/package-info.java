/** What agents see, change and may not do; the port to any arena. */
@NullMarked
package io.agentflux.arena;

import org.jspecify.annotations.NullMarked;
