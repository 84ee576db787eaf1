package io.agentflux.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.spring.AgentFluxProperties;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the table of properties in {@code spring.md} and the starter in step. With {@code -Dagentflux.docs.write=true} it is
 * written instead of compared.
 */
class SpringPageTest {

    private static final Path PAGE = Path.of("spring.md");
    private static final String MARK = "-Dagentflux.docs.write=true -->\n";

    @Test
    @DisplayName("the page shows every property with its default")
    void isInStepWithTheStarter() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(MARK) + MARK.length()) + table();
        if (Boolean.getBoolean("agentflux.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder("\n| Property | Default | Meaning |\n|---|---|---|\n");
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asString();
            if (name.startsWith("agentflux.")) {
                String otherwise = property.path("defaultValue").asString("");
                assertThat(property.path("description").asString("")).as(name).isNotBlank();
                table.append("| `%s` | %s | %s |\n"
                        .formatted(
                                name,
                                otherwise.isEmpty() ? "" : "`" + otherwise + "`",
                                property.get("description").asString()));
            }
        }
        return table.toString();
    }

    /** The starter's, of all on the class path. */
    private static JsonNode metadata() throws IOException {
        URL starter =
                AgentFluxProperties.class.getProtectionDomain().getCodeSource().getLocation();
        String file = "META-INF/spring-configuration-metadata.json";
        URI metadata = starter.getPath().endsWith(".jar")
                ? URI.create("jar:" + starter + "!/" + file)
                : URI.create(starter + file);
        try (InputStream json = metadata.toURL().openStream()) {
            return JsonMapper.shared().readTree(json);
        }
    }
}
