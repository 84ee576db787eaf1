/** Comparing samples. */
@NullMarked
package io.agentflux.statistics;

import org.jspecify.annotations.NullMarked;
