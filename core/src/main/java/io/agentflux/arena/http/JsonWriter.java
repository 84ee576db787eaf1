package io.agentflux.arena.http;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the members of a JSON object as the protocol does: whole numbers without a fraction, instants in UTC with seconds, text
 * that is no Unicode mended. Used up when the object ends.
 */
public final class JsonWriter {

    /** Numbers in the fewest digits that tell them from others, which Java itself writes only from version 19 on, and slower. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final double EXACT_WHOLE_NUMBERS = 1L << 53;
    private static final int USUAL_LENGTH = 1024;

    private final JsonGenerator generator;

    private JsonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    /** One object as UTF-8, with the members that {@code members} writes. */
    public static byte[] object(Consumer<JsonWriter> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            JsonWriter writer = new JsonWriter(generator);
            generator.writeStartObject();
            members.accept(writer);
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** A text, or null. */
    public JsonWriter text(String name, @Nullable String text) {
        generator.writeName(name);
        if (text == null) {
            generator.writeNull();
        } else {
            generator.writeString(Unicode.wellFormed(text));
        }
        return this;
    }

    /** True or false. */
    public JsonWriter flag(String name, boolean flag) {
        generator.writeName(name);
        generator.writeBoolean(flag);
        return this;
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public JsonWriter number(String name, double number) {
        generator.writeName(Unicode.wellFormed(name));
        write(name, number);
        return this;
    }

    JsonWriter numberOrNull(String name, @Nullable Double number) {
        if (number != null) {
            return number(name, number);
        }
        generator.writeName(name);
        generator.writeNull();
        return this;
    }

    /** A whole number. */
    public JsonWriter whole(String name, long number) {
        generator.writeName(name);
        generator.writeNumber(number);
        return this;
    }

    /** An instant, cut off to the second. */
    JsonWriter instant(String name, @Nullable Instant instant) {
        return text(name, instant == null ? null : wholeSecond(instant).toString());
    }

    /** An instant that is never told earlier than it is: a started second counts as whole. */
    JsonWriter notBefore(String name, Instant instant) {
        Instant second = wholeSecond(instant);
        return instant(name, second.equals(instant) ? second : second.plusSeconds(1));
    }

    private static Instant wholeSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /** An object with the members that {@code members} writes. */
    public JsonWriter object(String name, Consumer<JsonWriter> members) {
        generator.writeName(Unicode.wellFormed(name));
        generator.writeStartObject();
        members.accept(this);
        generator.writeEndObject();
        return this;
    }

    <T> JsonWriter objects(String name, Iterable<T> values, BiConsumer<JsonWriter, T> write) {
        generator.writeName(name);
        generator.writeStartArray();
        for (T value : values) {
            generator.writeStartObject();
            write.accept(this, value);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    /** An object of numbers. */
    public JsonWriter numbers(String name, Map<String, Double> numbers) {
        return object(name, members -> numbers.forEach(members::number));
    }

    /**
     * An array of numbers.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public JsonWriter array(String name, Iterable<Double> numbers) {
        generator.writeName(name);
        generator.writeStartArray();
        for (double number : numbers) {
            write(name, number);
        }
        generator.writeEndArray();
        return this;
    }

    JsonWriter texts(String name, Iterable<String> texts) {
        generator.writeName(name);
        value(texts);
        return this;
    }

    /** Free-form members: plain JSON values are kept, any other value is written as its text. */
    public JsonWriter freeForm(String name, Map<String, ?> members) {
        generator.writeName(name);
        value(members);
        return this;
    }

    /** The members of free-form data, written in place. */
    JsonWriter members(Map<String, ?> members) {
        members.forEach((name, member) -> {
            generator.writeName(Unicode.wellFormed(name));
            value(member);
        });
        return this;
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            map.forEach((name, member) -> {
                generator.writeName(Unicode.wellFormed(String.valueOf(name)));
                value(member);
            });
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            generator.writeStartArray();
            elements.forEach(this::value);
            generator.writeEndArray();
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            write(number);
        } else {
            generator.writeString(Unicode.wellFormed(value.toString()));
        }
    }

    private void write(Number number) {
        if (number instanceof BigInteger big) {
            generator.writeNumber(big);
        } else if (number instanceof BigDecimal big) {
            generator.writeNumber(big);
        } else if (number instanceof Long || number instanceof Integer) {
            generator.writeNumber(number.longValue());
        } else {
            write(number.doubleValue());
        }
    }

    private void write(String name, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(name + " is " + number + ", which JSON cannot express");
        }
        write(number);
    }

    private void write(double number) {
        if (number == Math.rint(number) && Math.abs(number) < EXACT_WHOLE_NUMBERS) {
            generator.writeNumber((long) number);
        } else {
            generator.writeNumber(number);
        }
    }
}
