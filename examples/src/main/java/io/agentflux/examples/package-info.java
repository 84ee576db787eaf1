/** Programs to start from. */
@NullMarked
package io.agentflux.examples;

import org.jspecify.annotations.NullMarked;
