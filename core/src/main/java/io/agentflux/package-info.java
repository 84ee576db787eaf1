/** Describing and running agents of any kind. */
@NullMarked
package io.agentflux;

import org.jspecify.annotations.NullMarked;
