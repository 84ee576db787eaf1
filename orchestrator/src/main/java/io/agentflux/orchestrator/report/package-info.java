/** Results for people and programs. */
@NullMarked
package io.agentflux.orchestrator.report;

import org.jspecify.annotations.NullMarked;
