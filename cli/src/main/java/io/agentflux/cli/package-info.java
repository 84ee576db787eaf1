/** The command line: parsing and printing, nothing else. */
@NullMarked
package io.agentflux.cli;

import org.jspecify.annotations.NullMarked;
