package io.agentflux.sandbox.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.http.Call;
import io.agentflux.sandbox.http.RefusedRequest;
import io.agentflux.sandbox.http.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The JSON of administration, in the envelope of the protocol. */
final class AdminJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For what administrators send: one meaning only, and no value taken for one of another kind. */
    private static final JsonMapper STRICT = MAPPER.rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String ADMINISTRATOR = "administrator";
    private static final int LATEST_YEAR = 9_999;

    private record Success(boolean success, Object data) {}

    /** Who asks for a change, and why; both may be left out. */
    record Reason(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by,

            @Nullable String reason) {

        /** As the query of a request tells it whose body tells something else, or which has none. */
        static Reason of(Call call) {
            return new Reason(
                    call.query("by").orElse(null), call.query("reason").orElse(null));
        }

        Cause asCause() {
            return new Cause(by == null ? ADMINISTRATOR : by, reason == null ? "" : reason);
        }
    }

    /** What freezes a variant or an experiment. */
    record Freezing(
            @Nullable String by,
            @Nullable String reason,
            @Nullable String until) {

        Cause asCause() {
            return new Reason(by, reason).asCause();
        }

        /** When it ends by itself; null if it does not. */
        @Nullable Instant end() {
            if (until == null) {
                return null;
            }
            try {
                OffsetDateTime end = OffsetDateTime.parse(until);
                if (end.getYear() <= LATEST_YEAR) {
                    return end.toInstant();
                }
            } catch (DateTimeException notAnInstant) {
                // told below
            }
            throw new RefusedRequest(400, "until is '" + until + "'; give an instant such as 2026-12-01T12:00:00Z.");
        }
    }

    private AdminJson() {}

    static Reply ok(Object data) {
        return Reply.ok(bytes(data));
    }

    static Reply created(Object data) {
        return Reply.of(201, "application/json", bytes(data));
    }

    private static byte[] bytes(Object data) {
        return MAPPER.writeValueAsBytes(new Success(true, data));
    }

    /** The body of a request; an empty one is an object without members. */
    static <T> T read(Call call, Class<T> type) {
        String text = text(call.body());
        try {
            JsonNode body = STRICT.readTree(text.isBlank() ? "{}" : text);
            if (body.isNull()) {
                throw new RefusedRequest(400, "The body is null; send a JSON object.");
            }
            requireWholeCharacters(body);
            return STRICT.treeToValue(body, type);
        } catch (UnrecognizedPropertyException unknown) {
            throw new RefusedRequest(
                    400, "There is no member '" + unknown.getPropertyName() + "'; there are " + known(unknown) + ".");
        } catch (DatabindException otherForm) {
            throw new RefusedRequest(400, otherForm(otherForm));
        } catch (InputCoercionException tooLarge) {
            throw new RefusedRequest(
                    400, "The body holds a number that is too large here; /openapi.yaml tells how large it may be.");
        } catch (JacksonException notJson) {
            TokenStreamLocation at = notJson.getLocation();
            throw new RefusedRequest(
                    400,
                    "The body is not valid JSON"
                            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ".");
        }
    }

    /** Half of a surrogate pair has no form in UTF-8, so it cannot be kept. */
    private static void requireWholeCharacters(JsonNode node) {
        if (node.isString() && !StandardCharsets.UTF_8.newEncoder().canEncode(node.stringValue())) {
            throw new RefusedRequest(
                    400, "The body holds half of a surrogate pair, which is no character; send whole characters.");
        }
        node.forEach(AdminJson::requireWholeCharacters);
    }

    /** A name that a tenant can have in the description of an experiment. */
    static String requireTenant(String name) {
        if (!TENANT.matcher(name).matches()) {
            throw new RefusedRequest(
                    400, "The tenant is '" + name + "'; give at most 64 letters, digits, dashes and underscores.");
        }
        return name;
    }

    /** The text of a body; bytes that are no text are refused. */
    static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new RefusedRequest(400, "The body is not UTF-8; send it encoded in UTF-8.");
        }
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String otherForm(DatabindException failure) {
        String member = failure.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return member.isEmpty()
                ? "The body is no JSON object of the form that is expected here; /openapi.yaml tells which."
                : "The value of '" + member + "' is of another kind than expected here; /openapi.yaml tells which.";
    }

    /** An economy, or a part of one, with whole numbers written as such. */
    static Map<String, Number> economy(Map<EconomyParameter, Double> values) {
        Map<String, Number> economy = new LinkedHashMap<>();
        for (EconomyParameter parameter : EconomyParameter.values()) {
            Double value = values.get(parameter);
            if (value != null) {
                economy.put(parameter.wireName(), number(value));
            }
        }
        return economy;
    }

    static Map<String, Number> economy(Economy economy) {
        Map<String, Number> values = new LinkedHashMap<>();
        economy.toWire().forEach((name, value) -> values.put(name, number(value)));
        return values;
    }

    static Number number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? (Number) (long) value : (Number) value;
    }
}
