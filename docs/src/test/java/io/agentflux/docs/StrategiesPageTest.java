package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.strategy.StrategyCatalog;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code strategies.md} and the catalogue in step. With {@code -Dagentflux.docs.write=true} the page is written instead of
 * compared.
 */
class StrategiesPageTest {

    private static final Path PAGE = Path.of("strategies.md");

    private static final String HEAD = """
            # Strategies

            <!-- Generated from the catalogue; do not edit. Write it anew after a change with
                 ./mvnw -pl docs -am test -Dtest=StrategiesPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dagentflux.docs.write=true -->

            A tournament file names a strategy by the name in the first column and may set its parameters; what it does not set has
            the default. A strategy of your own is named by its class: see [Your first strategy](your-first-strategy.md). Formulas,
            sources and where a strategy differs from its teaching example are in the Javadoc of its factory, the class named
            under each heading.

            Only `random-walk` and `hold` act while all metrics are missing or rest on fewer than 10 people.
            None proposes what is already in force. Bandits, `hedge` and `bayesian` learn from an update only once the arena has
            accepted it.

            Bandits choose from a ready set of economies, or from your own. What an arm does not name is reset, or kept, as
            `other-parameters` says:

            ```yaml
            strategies:
              - name: thrift-or-not
                strategy: ucb1
                with:
                  arms:
                    thrifty: {scanXp: 8, feedbackXp: 10}
                    generous: {scanXp: 14, feedbackXp: 20, streakBonusPerDay: 8}
            ```
            """;

    @Test
    @DisplayName("the page shows every strategy with all its parameters and their defaults")
    void isInStepWithTheCatalogue() throws IOException {
        String page = page(StrategyCatalog.load(StrategiesPageTest.class.getClassLoader()));
        if (Boolean.getBoolean("agentflux.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page(StrategyCatalog catalog) {
        StringBuilder page = new StringBuilder(HEAD).append("\n| Strategy | How it decides |\n|---|---|\n");
        for (StrategyFactory factory : catalog.factories()) {
            page.append("| [`%s`](#%1$s) | %s |\n".formatted(factory.name(), factory.description()));
        }
        catalog.factories().forEach(factory -> page.append(section(factory)));
        return page.toString();
    }

    private static String section(StrategyFactory factory) {
        StringBuilder section = new StringBuilder("\n## %s\n\n%s\n`%s`\n\n"
                .formatted(
                        factory.name(),
                        factory.description(),
                        factory.getClass().getName()));
        if (factory.parameters().isEmpty()) {
            return section.append("No parameters.\n").toString();
        }
        section.append("| Parameter | Default | Permitted | Meaning |\n|---|---|---|---|\n");
        for (StrategyParameter parameter : factory.parameters()) {
            section.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            parameter.name(), defaultOf(parameter), permittedBy(parameter), parameter.description()));
        }
        return section.toString();
    }

    private static String defaultOf(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return number(quantity.defaultValue());
        }
        return parameter instanceof StrategyParameter.Economies economies
                ? "`" + economies.defaultValue() + "`"
                : "`" + ((StrategyParameter.Choice) parameter).defaultValue() + "`";
    }

    private static String permittedBy(StrategyParameter parameter) {
        if (parameter instanceof StrategyParameter.Quantity quantity) {
            return number(quantity.minimum()) + " to " + number(quantity.maximum());
        }
        return parameter instanceof StrategyParameter.Economies economies
                ? words(economies.choices()) + ", or a map of economies by name"
                : words(((StrategyParameter.Choice) parameter).choices());
    }

    private static String words(List<String> choices) {
        return "`" + String.join("`, `", choices) + "`";
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
