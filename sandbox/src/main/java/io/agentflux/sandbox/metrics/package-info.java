/** From people to signals. */
@NullMarked
package io.agentflux.sandbox.metrics;

import org.jspecify.annotations.NullMarked;
