package io.agentflux.arena.http;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, as they are read from replies: null counts as missing, a missing member has its default, and a
 * member of the wrong kind is an error that names it.
 *
 * @param members the members in the order of the text
 * @param path where the object stands, for error messages
 */
record JsonObject(Map<String, Object> members, String path) {

    private static final double MOST_EXACT = 0x1p53;

    static final JsonObject EMPTY = new JsonObject(Map.of(), "The body");

    /** A parsed value that must be an object. */
    static JsonObject of(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new MalformedMessageException(path + " is " + describe(value) + "; an object is expected.");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put((String) name, member));
        return new JsonObject(members, path);
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String text(String name, String ifMissing) {
        Object value = members.get(name);
        if (value == null) {
            return ifMissing;
        }
        if (value instanceof Map || value instanceof List) {
            throw unexpected(name, value, "text");
        }
        return value.toString();
    }

    @Nullable String textOrNull(String name) {
        return has(name) ? text(name, "") : null;
    }

    boolean flag(String name) {
        Object value = members.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw unexpected(name, value, "true or false");
    }

    double number(String name, double ifMissing) {
        Object value = members.get(name);
        return value == null ? ifMissing : number(name, value);
    }

    private double number(String name, Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw unexpected(name, value, "a finite number");
    }

    /** A whole number, which may be written with a fraction of zero. */
    long whole(String name, long ifMissing) {
        Object value = members.get(name);
        if (value == null) {
            return ifMissing;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        double number = number(name, value);
        if (number != Math.rint(number) || Math.abs(number) > MOST_EXACT) {
            throw unexpected(name, value, "a whole number");
        }
        return (long) number;
    }

    /** A whole number in the range of an {@code int}. */
    int count(String name) {
        long value = whole(name, 0);
        if (value != (int) value) {
            throw unexpected(name, value, "a whole number of at most " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** An instant in ISO 8601, in whatever offset; blank counts as missing. */
    @Nullable Instant instantOrNull(String name) {
        String text = text(name, "");
        if (text.isBlank()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notAnInstant) {
            throw unexpected(name, text, "an instant such as 2026-01-31T12:00:00Z");
        }
    }

    /** The object of that name, without members if it is missing. */
    JsonObject object(String name) {
        Object value = members.get(name);
        return value == null ? new JsonObject(Map.of(), pathTo(name)) : of(value, pathTo(name));
    }

    /** The objects in the array of that name; those that are null are left out. */
    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : array(name)) {
            if (element != null) {
                objects.add(of(element, pathTo(name) + "[" + objects.size() + "]"));
            }
        }
        return objects;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object element : array(name)) {
            if (!(element instanceof String text)) {
                throw unexpected(name, element, "an array of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> array(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> array) {
            return array;
        }
        throw unexpected(name, value, "an array");
    }

    /** The numbers that are members of the object of that name; others are left out unless they must be numbers. */
    Map<String, Double> numbers(String name, Predicate<String> mustBeNumber) {
        JsonObject object = object(name);
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.members.forEach((key, value) -> {
            if (value instanceof Number || (value != null && mustBeNumber.test(key))) {
                numbers.put(key, object.number(key, value));
            }
        });
        return numbers;
    }

    /** The objects that are members of the object of that name; those that are null are left out. */
    <T> Map<String, T> objectsByName(String name, BiFunction<String, JsonObject, T> read) {
        JsonObject object = object(name);
        Map<String, T> values = new LinkedHashMap<>();
        object.members.forEach((key, value) -> {
            if (value != null) {
                values.put(key, read.apply(key, of(value, object.pathTo(key))));
            }
        });
        return values;
    }

    MalformedMessageException unexpected(String name, @Nullable Object value, String expected) {
        return new MalformedMessageException(
                pathTo(name) + " is " + describe(value) + "; " + expected + " is expected.");
    }

    private String pathTo(String name) {
        return this.path.equals(EMPTY.path) ? name : this.path + "." + name;
    }

    /** The kind of a value, with the value itself where it is short. */
    static String describe(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        if (value instanceof BigInteger) {
            return "a very large number";
        }
        String text = value instanceof String ? "\"" + value + "\"" : value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
