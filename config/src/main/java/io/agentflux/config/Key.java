package io.agentflux.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping.
 *
 * @param name the key
 * @param description what it sets, for people who write files
 * @param shape what its value may be
 * @param required whether it has to be there
 * @param defaultValue the value where it is not there; null if none
 * @param <T> what its value is read into
 */
record Key<T>(
        String name,
        String description,
        Shape<T> shape,
        boolean required,
        @Nullable T defaultValue) {

    static <T> Key<T> required(String name, String description, Shape<T> shape) {
        return new Key<>(name, description, shape, true, null);
    }

    static <T> Key<T> optional(String name, String description, Shape<T> shape) {
        return new Key<>(name, description, shape, false, null);
    }

    static <T> Key<T> optional(String name, String description, Shape<T> shape, T defaultValue) {
        return new Key<>(name, description, shape, false, defaultValue);
    }

    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.putAll(shape.schema());
        if (defaultValue != null) {
            schema.put("default", shape.toJson(defaultValue));
        }
        return schema;
    }
}
