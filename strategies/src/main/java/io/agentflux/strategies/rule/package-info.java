/** Deciders that follow written rules. */
@NullMarked
package io.agentflux.strategies.rule;

import org.jspecify.annotations.NullMarked;
