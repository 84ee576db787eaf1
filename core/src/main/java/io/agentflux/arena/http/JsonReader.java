package io.agentflux.arena.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Turns JSON text into plain values: maps, lists, text, numbers, booleans and null.
 *
 * <p>A number without fraction or exponent becomes an {@code Integer}, {@code Long} or {@code BigInteger}, any other a finite
 * {@code Double}.
 */
final class JsonReader {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 400;
    private static final int MAX_NAME_LENGTH = 1_000;

    private static final Pattern PARSER_TALK = Pattern.compile(
            "(: enable `.*$)|(, from `[^`]*`)|( \\(start marker at .*$)|( \\(not recognized as one since .*$)");

    /** For what strangers send: one meaning only, and bounded. */
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // names made up by strangers are not worth a shared symbol table
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(constraints())
            .build();

    /** For what an arena answers: of members with the same name the last one counts. */
    private static final JsonFactory TOLERANT =
            JsonFactory.builder().streamReadConstraints(constraints()).build();

    private JsonReader() {}

    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .build();
    }

    /** Reads one object, refusing bytes that are not UTF-8, names used twice and halves of surrogate pairs. */
    static JsonObject strictly(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedMessageException("The body is not UTF-8; send JSON encoded in UTF-8.");
        }
        return object(read(STRICT, text, true));
    }

    /** Reads one object; an empty body is an empty object, bytes that are not UTF-8 become replacement characters. */
    static JsonObject tolerantly(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.isBlank() ? JsonObject.EMPTY : object(read(TOLERANT, text, false));
    }

    private static JsonObject object(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return JsonObject.of(value, "The body");
        }
        throw new MalformedMessageException("The body is " + JsonObject.describe(value) + "; send a JSON object.");
    }

    private static @Nullable Object read(JsonFactory factory, String text, boolean strict) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedMessageException("The body is empty; send a JSON object.");
            }
            Object value = value(parser, first, strict);
            if (parser.nextToken() != null) {
                throw new MalformedMessageException("The body goes on after its JSON object; send one object only.");
            }
            return value;
        } catch (JacksonException notJson) {
            throw new MalformedMessageException("The body is not valid JSON" + where(notJson) + ": " + reason(notJson));
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, boolean strict) {
        return switch (token) {
            case START_OBJECT -> members(parser, strict);
            case START_ARRAY -> elements(parser, strict);
            case VALUE_STRING -> text(parser.getString(), strict);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> finite(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, Object> members(JsonParser parser, boolean strict) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = text(parser.currentName(), strict);
            members.put(name, value(parser, parser.nextToken(), strict));
        }
        return members;
    }

    private static List<Object> elements(JsonParser parser, boolean strict) {
        List<Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token, strict));
        }
        return elements;
    }

    private static Double finite(JsonParser parser) {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new MalformedMessageException("The body holds the number " + parser.getString()
                    + ", beyond the range of a double; give a smaller one.");
        }
        return value;
    }

    private static String text(String text, boolean strict) {
        if (strict && Unicode.hasLoneSurrogate(text)) {
            throw new MalformedMessageException(
                    "The body holds half of a surrogate pair, which is no character; send whole characters.");
        }
        return text;
    }

    private static String where(JacksonException notJson) {
        TokenStreamLocation location = notJson.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** What the parser says, without its advice on parser settings and where it keeps its source. */
    private static String reason(JacksonException notJson) {
        return PARSER_TALK.matcher(String.valueOf(notJson.getOriginalMessage())).replaceAll("");
    }
}
