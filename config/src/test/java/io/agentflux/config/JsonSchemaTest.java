package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;

class JsonSchemaTest {

    private static final Path PUBLISHED = Path.of("tournament.schema.json");
    private static final Path READY_FILES = Path.of("tournaments");
    private static final SchemaJudge SCHEMA = new SchemaJudge(TestVocabulary.fixed());

    /** What JSON Schema cannot say, or the schema leaves to the reader. */
    private static final Pattern BEYOND_SCHEMA = Pattern.compile(
            "is [0-9][0-9a-zA-Z]*; give a duration|the weights sum to 0|there is no class|longer than the .* days|are called|which is given too");

    private static final List<Object> SUBSTITUTES = List.of(
            "text",
            "two words",
            "",
            "1d",
            "control",
            "pid",
            "stationary",
            -1,
            0,
            1,
            0.5,
            1.0,
            1e9,
            true,
            List.of(),
            List.of(1),
            List.of("pid"),
            Map.of(),
            Map.of("unknown", 1));

    @Test
    @DisplayName("the published schema is the one that the reader's own description gives")
    void publishedSchemaIsUpToDate() throws IOException {
        String generated = TournamentFile.jsonSchema(Vocabulary.load(getClass().getClassLoader()));
        Path fresh = Files.writeString(Path.of("target", "tournament.schema.json"), generated);

        assertThat(Files.readString(PUBLISHED))
                .as("%s is out of date; replace it with config/%s", PUBLISHED, fresh)
                .isEqualTo(generated);
    }

    @Test
    @DisplayName("the schema has the keys of the file format, each with a description")
    void schemaHasEveryKey() {
        JsonNode properties = SchemaJudge.json(TournamentFile.jsonSchema(TestVocabulary.fixed()))
                .get("properties");

        assertThat(properties.propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "description",
                        "seed",
                        "design",
                        "replications",
                        "people",
                        "days",
                        "washout-days",
                        "washout-weight",
                        "cadence",
                        "guardrails",
                        "objective",
                        "confidence-level",
                        "scenarios",
                        "strategies");
        assertThat(properties.values())
                .allSatisfy(key -> assertThat(key.get("description").asString()).isNotBlank());
    }

    @TestFactory
    @DisplayName("each ready file is accepted by the reader and by the schema")
    Stream<DynamicTest> readyFilesAreValid() throws IOException {
        Vocabulary vocabulary = Vocabulary.load(getClass().getClassLoader());
        SchemaJudge schema = new SchemaJudge(vocabulary);
        try (Stream<Path> files = Files.list(READY_FILES)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).hasSizeGreaterThanOrEqualTo(3);
            return sorted.stream()
                    .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                        assertThat(TournamentFile.read(file, vocabulary)).isInstanceOf(Reading.Valid.class);
                        assertThat(schema.judge(Files.readString(file)).orElseThrow())
                                .isEmpty();
                        assertThat(Files.readString(file))
                                .startsWith("# yaml-language-server: $schema=../tournament.schema.json\n");
                    }));
        }
    }

    @Test
    @DisplayName("the limits of the schema are the limits of the reader")
    void limitsAgree() {
        JsonNode properties = SchemaJudge.json(TournamentFile.jsonSchema(TestVocabulary.fixed()))
                .get("properties");
        List<String> limited = new ArrayList<>();
        for (Map.Entry<String, JsonNode> key : properties.properties()) {
            if (!key.getValue().has("minimum")) {
                continue;
            }
            limited.add(key.getKey());
            double minimum = key.getValue().get("minimum").asDouble();
            double maximum = key.getValue().get("maximum").asDouble();
            double step = key.getValue().get("type").asString().equals("integer") ? 1 : 1e-6;
            assertThat(problems(key.getKey(), minimum)).isEmpty();
            assertThat(problems(key.getKey(), maximum)).isEmpty();
            assertThat(problems(key.getKey(), minimum - step)).isNotEmpty();
            assertThat(problems(key.getKey(), maximum + step)).isNotEmpty();
        }
        assertThat(limited).hasSize(7);
    }

    @Test
    @DisplayName("what the schema calls the default is what holds without the key")
    void defaultsAgree() {
        JsonNode properties = SchemaJudge.json(TournamentFile.jsonSchema(TestVocabulary.fixed()))
                .get("properties");
        Map<String, Object> shortest = tree("{name: t, scenarios: [sparse], strategies: [pid]}");
        Reading<TournamentSpec> without = read(shortest);
        List<String> defaulted = new ArrayList<>();
        for (Map.Entry<String, JsonNode> key : properties.properties()) {
            if (key.getValue().has("default")) {
                defaulted.add(key.getKey());
                Map<String, Object> explicit = new LinkedHashMap<>(shortest);
                explicit.put(
                        key.getKey(),
                        tree("x: " + key.getValue().get("default")).get("x"));
                assertThat(read(explicit)).isEqualTo(without);
            }
        }
        assertThat(defaulted)
                .containsExactly(
                        "description",
                        "seed",
                        "design",
                        "replications",
                        "washout-weight",
                        "cadence",
                        "confidence-level");
    }

    @Test
    @DisplayName("reader and schema agree on a file in which any one value was replaced by anything else")
    void agreeOnDamagedFiles() {
        List<Object> damaged = new ArrayList<>();
        variations(tree(TournamentFileTest.EVERY_KEY)).forEach(damaged::add);
        variations(tree(TournamentFileTest.OWN_ARMS)).forEach(damaged::add);

        assertThat(damaged).hasSizeGreaterThan(500);
        for (Object variation : damaged) {
            String text = CanonicalJson.write(variation);
            List<String> problems = problems(read(variation));
            boolean schemaAccepts = SCHEMA.judge(text).orElseThrow().isEmpty();
            boolean readerAccepts = problems.stream()
                    .allMatch(problem -> BEYOND_SCHEMA.matcher(problem).find());
            assertThat(schemaAccepts).as("%s%nreader: %s", text, problems).isEqualTo(readerAccepts);
        }
    }

    /** The tree with any one of its values replaced, or any one of its keys removed or misspelt. */
    private static Stream<Object> variations(Object tree) {
        Stream<Object> replaced = SUBSTITUTES.stream();
        if (tree instanceof Map<?, ?> map) {
            return Stream.concat(replaced, map.keySet().stream().flatMap(key -> inMap(map, key)));
        }
        if (tree instanceof List<?> list) {
            return Stream.concat(
                    replaced,
                    Stream.iterate(0, i -> i < list.size(), i -> i + 1)
                            .flatMap(i -> variations(list.get(i)).map(value -> {
                                List<Object> changed = new ArrayList<>(list);
                                changed.set(i, value);
                                return changed;
                            })));
        }
        return replaced;
    }

    private static Stream<Object> inMap(Map<?, ?> map, Object key) {
        Map<Object, Object> without = new LinkedHashMap<>(map);
        without.remove(key);
        Map<Object, Object> misspelt = new LinkedHashMap<>(without);
        misspelt.put(key + "x", map.get(key));
        return Stream.concat(
                Stream.of(without, misspelt), variations(map.get(key)).map(value -> {
                    Map<Object, Object> changed = new LinkedHashMap<>(map);
                    changed.put(key, value);
                    return changed;
                }));
    }

    @SuppressWarnings("unchecked") // the texts of this test are maps with text keys
    private static Map<String, Object> tree(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return (Map<String, Object>) new Load(settings).loadFromString(yaml);
    }

    private static List<String> problems(String key, double value) {
        Map<String, Object> file = tree("{name: t, scenarios: [sparse], strategies: [pid]}");
        file.put(key, value);
        List<String> problems = problems(read(file));
        assertThat(SCHEMA.judge(CanonicalJson.write(file)).orElseThrow().isEmpty())
                .as("schema of %s: %s", key, value)
                .isEqualTo(problems.isEmpty());
        return problems;
    }

    private static Reading<TournamentSpec> read(Object tree) {
        return TournamentFile.parse("t.yaml", CanonicalJson.write(tree), TestVocabulary.fixed());
    }

    private static List<String> problems(Reading<TournamentSpec> reading) {
        return reading instanceof Reading.Invalid<TournamentSpec> invalid
                ? invalid.problems().stream().map(Problem::message).toList()
                : List.of();
    }
}
