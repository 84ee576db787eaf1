package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.config.Reading;
import io.agentflux.config.TournamentFile;
import io.agentflux.config.TournamentSpec;
import io.agentflux.config.Vocabulary;
import io.agentflux.sandbox.population.BehaviourConstant;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keeps the table of constants in {@code population.md} and the model in step. With {@code -Dagentflux.docs.write=true} the table
 * is written instead of compared.
 */
class PopulationPageTest {

    private static final Path PAGE = Path.of("population.md");
    private static final String BEGIN = "| Symbol | Name | Default | Plausible | Unit | Meaning | Source |\n";
    private static final String END = "\n\n## How the implementation is checked";

    @Test
    @DisplayName("the page shows every constant of the model with its default, range, unit and source")
    void isInStepWithTheModel() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(BEGIN)) + table() + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("agentflux.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    @Test
    @DisplayName("the scenario on the page is one that a tournament file may have")
    void exampleIsValid() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```yaml\n") + "```yaml\n".length();
        String scenarios = page.substring(begin, page.indexOf("```", begin));
        Vocabulary vocabulary = Vocabulary.load(PopulationPageTest.class.getClassLoader());

        Reading<TournamentSpec> reading =
                TournamentFile.parse("example", "name: t\nstrategies: [static]\n" + scenarios, vocabulary);

        assertThat(reading).isInstanceOf(Reading.Valid.class);
    }

    private static String table() {
        StringBuilder table = new StringBuilder(BEGIN).append("|---|---|---|---|---|---|---|");
        for (BehaviourConstant constant : BehaviourConstant.values()) {
            table.append("\n| `%s` | `%s` | %s | %s to %s | %s | %s | %s |"
                    .formatted(
                            constant.symbol(),
                            constant.key(),
                            number(constant.defaultValue()),
                            number(constant.plausibleLow()),
                            number(constant.plausibleHigh()),
                            constant.unit().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            constant.meaning(),
                            constant.evidence().citation()));
        }
        return table.toString();
    }

    private static String number(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }
}
