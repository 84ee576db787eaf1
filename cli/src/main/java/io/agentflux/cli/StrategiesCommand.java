package io.agentflux.cli;

import io.agentflux.config.CanonicalJson;
import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what can compete. */
@Command(
        name = "strategies",
        description = "List the strategies that a tournament file can name, or show what can be set of one.",
        mixinStandardHelpOptions = true)
final class StrategiesCommand implements Callable<Integer> {

    private static final int INDENT = 4;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "A strategy, or the full name of a class on the class path.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        StrategyCatalog catalog = StrategyCatalog.load(StrategiesCommand.class.getClassLoader());
        PrintWriter out = command.commandLine().getOut();
        if (name != null) {
            StrategyFactory factory = find(catalog, name);
            if (json) {
                out.print(CanonicalJson.write(asMap(factory)));
            } else {
                show(factory, out);
            }
        } else if (json) {
            out.print(CanonicalJson.write(
                    catalog.factories().stream().map(StrategiesCommand::asMap).toList()));
        } else {
            list(catalog, out);
        }
        out.flush();
        return ExitCode.OK;
    }

    private StrategyFactory find(StrategyCatalog catalog, String wanted) {
        Optional<StrategyFactory> factory;
        try {
            factory = catalog.find(wanted);
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(command.commandLine(), String.valueOf(unusable.getMessage()), unusable);
        }
        return factory.orElseThrow(() -> new ParameterException(
                command.commandLine(), "there is no strategy '" + wanted + "'; 'agentflux strategies' lists them"));
    }

    private void list(StrategyCatalog catalog, PrintWriter out) {
        Table table = new Table(command.commandLine().getColorScheme().ansi())
                .column("strategy", Table.Align.LEFT)
                .column("how it decides", Table.Align.LEFT);
        catalog.factories().forEach(factory -> table.row(factory.name(), factory.description()));
        table.lines().forEach(out::println);
    }

    private void show(StrategyFactory factory, PrintWriter out) {
        out.println(factory.name() + ": " + factory.description());
        if (factory.parameters().isEmpty()) {
            out.println("It has no parameters.");
            return;
        }
        out.println();
        for (StrategyParameter parameter : factory.parameters()) {
            out.println(parameter.name() + ": " + defaultOf(parameter));
            Paragraph.lines(parameter.description() + " " + permittedBy(parameter), INDENT)
                    .forEach(out::println);
        }
    }

    private static String defaultOf(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return CanonicalJson.number(quantity.defaultValue());
        }
        return parameter instanceof StrategyParameter.Economies economies
                ? economies.defaultValue()
                : ((StrategyParameter.Choice) parameter).defaultValue();
    }

    private static String permittedBy(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return "From " + CanonicalJson.number(quantity.minimum()) + " to "
                    + CanonicalJson.number(quantity.maximum()) + ".";
        }
        return parameter instanceof StrategyParameter.Economies economies
                ? "One of " + String.join(", ", economies.choices()) + ", or a map of economies by name."
                : "One of " + String.join(", ", ((StrategyParameter.Choice) parameter).choices()) + ".";
    }

    private static Map<String, Object> asMap(StrategyFactory factory) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", factory.name());
        map.put("description", factory.description());
        map.put("class", factory.getClass().getName());
        map.put(
                "parameters",
                factory.parameters().stream().map(StrategiesCommand::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(StrategyParameter parameter) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", parameter.name());
        map.put("description", parameter.description());
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            map.put("default", quantity.defaultValue());
            map.put("minimum", quantity.minimum());
            map.put("maximum", quantity.maximum());
        } else if (parameter instanceof StrategyParameter.Choice choice) {
            map.put("default", choice.defaultValue());
            map.put("choices", choice.choices());
        } else if (parameter instanceof StrategyParameter.Economies economies) {
            map.put("default", economies.defaultValue());
            map.put("choices", economies.choices());
            map.put("ownEconomies", true);
        }
        return map;
    }
}
