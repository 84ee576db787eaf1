package io.agentflux.strategy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The strategies that can be named: those found on the class path, and any class by its full name. Immutable. */
public final class StrategyCatalog {

    private final Map<String, StrategyFactory> factories;
    private final ClassLoader classLoader;

    private StrategyCatalog(Map<String, StrategyFactory> factories, ClassLoader classLoader) {
        this.factories = factories;
        this.classLoader = classLoader;
    }

    /**
     * Finds the factories that a class loader's services offer.
     *
     * @throws IllegalStateException if two factories have one name
     */
    public static StrategyCatalog load(ClassLoader classLoader) {
        Map<String, StrategyFactory> factories = new TreeMap<>();
        for (StrategyFactory factory : ServiceLoader.load(StrategyFactory.class, classLoader)) {
            StrategyFactory other = factories.put(factory.name(), factory);
            if (other != null) {
                throw new IllegalStateException("two strategies are called '" + factory.name() + "': "
                        + other.getClass().getName() + " and "
                        + factory.getClass().getName()
                        + "; take one of them off the class path");
            }
        }
        return new StrategyCatalog(Collections.unmodifiableMap(factories), classLoader);
    }

    /** The factories found on the class path, ordered by name. */
    public Collection<StrategyFactory> factories() {
        return factories.values();
    }

    /**
     * The factory of that name. A name with a dot or a capital letter is taken for the full name of a class on the class path
     * that is a {@link StrategyFactory} or a {@link Strategy}, either with a public constructor without arguments; a strategy
     * may instead take a {@link RandomGenerator}.
     *
     * @return the factory, or empty if no factory has that name
     * @throws IllegalArgumentException if a class is named that cannot be used, with the reason
     */
    public Optional<StrategyFactory> find(String name) {
        boolean isClassName = name.chars().anyMatch(letter -> letter == '.' || Character.isUpperCase(letter));
        return isClassName ? Optional.of(ofClass(name)) : Optional.ofNullable(factories.get(name));
    }

    private StrategyFactory ofClass(String name) {
        Class<?> type;
        try {
            type = Class.forName(name, true, classLoader);
        } catch (ClassNotFoundException missing) {
            throw new IllegalArgumentException(
                    "there is no class " + name + " on the class path; check the spelling or add its jar", missing);
        }
        if (StrategyFactory.class.isAssignableFrom(type)) {
            return (StrategyFactory) instantiate(constructorOf(type));
        }
        if (Strategy.class.isAssignableFrom(type)) {
            return new ClassFactory(constructorOf(type, RandomGenerator.class));
        }
        throw new IllegalArgumentException(name + " is neither a " + Strategy.class.getName() + " nor a "
                + StrategyFactory.class.getName() + "; implement one of them");
    }

    /** The public constructor with this argument, else the one without arguments. */
    private static Constructor<?> constructorOf(Class<?> type, Class<?>... preferredArguments) {
        if (Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())) {
            for (Class<?>[] arguments : List.of(preferredArguments, new Class<?>[0])) {
                try {
                    return type.getConstructor(arguments);
                } catch (NoSuchMethodException missing) {
                    // the next one, or none
                }
            }
        }
        throw new IllegalArgumentException(type.getName() + " cannot be created; make it a public class that is not"
                + " abstract, with a public constructor without arguments");
    }

    private static Object instantiate(Constructor<?> constructor, Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IllegalArgumentException(
                    constructor.getDeclaringClass().getName() + " cannot be created: its constructor failed with "
                            + cause,
                    cause);
        }
    }

    private record ClassFactory(Constructor<?> constructor) implements StrategyFactory {

        @Override
        public String name() {
            return constructor.getDeclaringClass().getName();
        }

        @Override
        public String description() {
            return "The class " + name() + " of the class path.";
        }

        @Override
        public Strategy create(StrategySettings settings, RandomGenerator random) {
            return (Strategy)
                    (constructor.getParameterCount() == 0
                            ? instantiate(constructor)
                            : instantiate(constructor, random));
        }
    }
}
