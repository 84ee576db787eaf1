package io.agentflux.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What may stand at one place of a file. One description serves both the reader and the published JSON Schema, so that the
 * two cannot drift apart.
 *
 * @param <T> what it is read into
 */
interface Shape<T> {

    /**
     * Reads a node.
     *
     * @param subject how messages name the place, such as {@code 'seed'}
     * @return the value, or null after the problems have been added
     */
    @Nullable T read(String subject, Node node, Problems problems);

    /** What to give, to complete "give ...". */
    String expected();

    /** The same in JSON Schema, as a new map that the caller may add to. */
    Map<String, Object> schema();

    /** How a value is written in JSON, in the form that this shape reads. */
    default Object toJson(T value) {
        return value;
    }
}
