/** The sandbox served over HTTP: one table of routes, who may use them, limits. */
@NullMarked
package io.agentflux.sandbox.http;

import org.jspecify.annotations.NullMarked;
