/** Benchmarks, each with its question in the class comment. */
@NullMarked
package io.agentflux.benchmarks;

import org.jspecify.annotations.NullMarked;
