/** The people: simulated or ingested. */
@NullMarked
package io.agentflux.sandbox.population;

import org.jspecify.annotations.NullMarked;
