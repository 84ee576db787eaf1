/** One clock for a whole world. */
@NullMarked
package io.agentflux.time;

import org.jspecify.annotations.NullMarked;
