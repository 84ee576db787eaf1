/** What users test their strategies, guardrails and arenas with: contracts to extend, and an arena to script. */
@NullMarked
package io.agentflux.testkit;

import org.jspecify.annotations.NullMarked;
