/** What the families of strategies share: a score of the signals and the wording of numbers. */
@NullMarked
package io.agentflux.strategies;

import org.jspecify.annotations.NullMarked;
