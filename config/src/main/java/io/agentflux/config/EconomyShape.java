package io.agentflux.config;

import io.agentflux.arena.EconomyParameter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How something is said of parameters of the economy, by the names that the Arena protocol has for them. */
final class EconomyShape {

    static final Range POINTS = Range.of(0, 1e6, "");

    private EconomyShape() {}

    /** Values of parameters. */
    static MappingShape<Map<EconomyParameter, Double>> values() {
        return of(new NumberShape(POINTS));
    }

    /** Something of each parameter that is named. */
    static <T> MappingShape<Map<EconomyParameter, T>> of(Shape<T> shape) {
        Map<EconomyParameter, Key<T>> keys = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            keys.put(
                    parameter,
                    Key.optional(
                            parameter.wireName(),
                            "Of " + parameter.wireName() + ", by default "
                                    + CanonicalJson.number(parameter.globalDefault()) + ".",
                            shape));
        }
        return MappingShape.<Map<EconomyParameter, T>>of(List.copyOf(keys.values()), (values, problems) -> {
                    Map<EconomyParameter, T> given = new EnumMap<>(EconomyParameter.class);
                    keys.forEach((parameter, key) -> values.find(key).ifPresent(value -> given.put(parameter, value)));
                    return given;
                })
                .whoseKeysAre("parameter", "");
    }
}
