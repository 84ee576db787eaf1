package io.agentflux.cli;

import java.math.BigDecimal;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers as people type them, refused in their words and not in those of Java. */
final class Numbers {

    private Numbers() {}

    /** Lets a command and all below it read numbers. */
    static CommandLine readBy(CommandLine command) {
        ITypeConverter<Integer> integers = reading(Integer::valueOf, "a whole number of at most " + Integer.MAX_VALUE);
        ITypeConverter<Long> longs = reading(Long::valueOf, "a whole number of at most " + Long.MAX_VALUE);
        ITypeConverter<Double> doubles = reading(Double::valueOf, "a number");
        return command.registerConverter(int.class, integers)
                .registerConverter(Integer.class, integers)
                .registerConverter(long.class, longs)
                .registerConverter(Long.class, longs)
                .registerConverter(double.class, doubles)
                .registerConverter(Double.class, doubles)
                .registerConverter(BigDecimal.class, reading(BigDecimal::new, "a number"));
    }

    private static <T> ITypeConverter<T> reading(Function<String, T> read, String expected) {
        return text -> {
            try {
                return read.apply(text);
            } catch (NumberFormatException unreadable) {
                throw new TypeConversionException("it is '" + text + "'; give " + expected);
            }
        };
    }
}
