/** Deciders that steer a metric towards a set point. */
@NullMarked
package io.agentflux.strategies.control;

import org.jspecify.annotations.NullMarked;
