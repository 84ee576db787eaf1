/** Starting and stopping an arena. */
@NullMarked
package io.agentflux.sandbox;

import org.jspecify.annotations.NullMarked;
