package io.agentflux.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * A map of known keys.
 *
 * @param <T> what the whole map is read into
 */
final class MappingShape<T> implements Shape<T> {

    private final String keyKind;
    private final String owner;
    private final List<? extends Key<?>> keys;
    private final BiFunction<Values, Problems, @Nullable T> build;
    private final Function<String, Optional<String>> hint;
    private final List<Map<String, Object>> rules;

    private MappingShape(
            String keyKind,
            String owner,
            List<? extends Key<?>> keys,
            BiFunction<Values, Problems, @Nullable T> build,
            Function<String, Optional<String>> hint,
            List<Map<String, Object>> rules) {
        this.keyKind = keyKind;
        this.owner = owner;
        this.keys = List.copyOf(keys);
        this.build = build;
        this.hint = hint;
        this.rules = List.copyOf(rules);
    }

    /**
     * A map of these keys.
     *
     * @param build makes the whole from its parts. Called also when parts are broken, so that it can compare those that are
     *     not; what it makes is dropped then
     */
    static <T> MappingShape<T> of(List<? extends Key<?>> keys, BiFunction<Values, Problems, @Nullable T> build) {
        return new MappingShape<>("key", "", keys, build, name -> Optional.empty(), List.of());
    }

    /** This shape, whose keys are something a message should name, such as "parameter" " of strategy 'pid'". */
    MappingShape<T> whoseKeysAre(String newKeyKind, String newOwner) {
        return new MappingShape<>(newKeyKind, newOwner, keys, build, hint, rules);
    }

    /** This shape, with what to say of some unknown keys instead of guessing a similar one. */
    MappingShape<T> withHint(Function<String, Optional<String>> whereItBelongs) {
        return new MappingShape<>(keyKind, owner, keys, build, whereItBelongs, rules);
    }

    /** This shape, with rules for JSON Schema that say what the build function checks. */
    MappingShape<T> withRules(List<Map<String, Object>> newRules) {
        return new MappingShape<>(keyKind, owner, keys, build, hint, newRules);
    }

    @Override
    public @Nullable T read(String subject, Node node, Problems problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.addWrong(node, subject, expected());
            return null;
        }
        Map<String, Node> nodes = new LinkedHashMap<>();
        Values values = new Values(nodes);
        for (NodeTuple tuple : mapping.getValue()) {
            String name = Nodes.text(tuple.getKeyNode());
            if (keys.stream().noneMatch(key -> key.name().equals(name))) {
                problems.add(tuple.getKeyNode(), unknown(name));
                values.broken.add(name);
            } else {
                nodes.putIfAbsent(name, tuple.getValueNode());
            }
        }
        for (Key<?> key : keys) {
            Node value = nodes.get(key.name());
            if (value != null) {
                values.put(key, key.shape().read("'" + key.name() + "'", value, problems));
            } else if (key.required()) {
                problems.add(
                        node,
                        "the key '" + key.name() + "' is missing; give "
                                + key.shape().expected());
                values.put(key, null);
            }
        }
        T built = build.apply(values, problems);
        return values.complete() ? built : null;
    }

    private String unknown(String name) {
        if (name.equals("<<")) {
            return "'<<' does not merge maps here; write the keys out";
        }
        List<String> known = keys.stream().map(Key::name).toList();
        return hint.apply(name)
                .map(where -> "unknown " + keyKind + " " + Nodes.quote(name) + owner + "; " + where)
                .orElseGet(() -> Suggestions.unknown(keyKind, name, owner, known));
    }

    @Override
    public String expected() {
        return keys.isEmpty()
                ? "an empty map {}"
                : "keys such as '" + keys.get(0).name() + "'";
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key.name(), key.schema()));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        List<String> required =
                keys.stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        if (!rules.isEmpty()) {
            schema.put("allOf", rules);
        }
        return schema;
    }

    /** The values of one map as far as they could be read. */
    static final class Values {

        private final Map<String, Node> nodes;
        private final Map<String, Object> values = new HashMap<>();
        private final Set<String> broken = new HashSet<>();

        private Values(Map<String, Node> nodes) {
            this.nodes = nodes;
        }

        private void put(Key<?> key, @Nullable Object value) {
            if (value == null) {
                broken.add(key.name());
            } else {
                values.put(key.name(), value);
            }
        }

        /** Whether nothing is missing, unknown or broken, so that {@link #get} gives what the file means. */
        boolean complete() {
            return broken.isEmpty();
        }

        /** Where the value of a key stands, if the file has the key. */
        Optional<Node> node(Key<?> key) {
            return Optional.ofNullable(nodes.get(key.name()));
        }

        /** The value, or the default where the file does not have the key; empty if there is neither or it is broken. */
        <V> Optional<V> find(Key<V> key) {
            if (broken.contains(key.name())) {
                return Optional.empty();
            }
            // put() is given what the key's own shape has read
            @SuppressWarnings("unchecked")
            V value = (V) values.get(key.name());
            return Optional.ofNullable(value != null ? value : key.defaultValue());
        }

        /** The value of a key that is required or has a default, in a map that is complete. */
        <V> V get(Key<V> key) {
            return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no value"));
        }
    }
}
