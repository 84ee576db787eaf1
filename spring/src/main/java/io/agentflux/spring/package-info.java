/** Agents that live as long as a Spring Boot application. */
@NullMarked
package io.agentflux.spring;

import org.jspecify.annotations.NullMarked;
