/** Who is better, and how sure we are: from a table of scores to a ranking that admits ties. No I/O, no random seed to choose. */
@NullMarked
package io.agentflux.orchestrator.analysis;

import org.jspecify.annotations.NullMarked;
