package io.agentflux.sandbox.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentflux.sandbox.admin.ProvokedSandbox.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Walks the OpenAPI description and provokes every status of every operation on a running server. */
class OpenApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode DESCRIPTION = description();

    @AutoClose
    private static ProvokedSandbox sandbox;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException, InterruptedException {
        sandbox = new ProvokedSandbox(folder);
    }

    private static JsonNode description() {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        try {
            Object loaded = new Load(settings).loadFromString(Files.readString(Path.of("../docs/openapi/arena.yaml")));
            return JSON.valueToTree(loaded);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @TestFactory
    @DisplayName("each documented status of each operation is answered, in the documented shape")
    List<DynamicTest> answersAsDocumented() {
        List<DynamicTest> tests = new ArrayList<>();
        DESCRIPTION
                .get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> operation
                        .get("responses")
                        .forEachEntry((status, response) -> tests.add(DynamicTest.dynamicTest(
                                operation.get("operationId").stringValue() + " " + status,
                                () -> assertAnswered(path, method, operation, Integer.parseInt(status), response))))));
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    private static void assertAnswered(String path, String method, JsonNode operation, int status, JsonNode response)
            throws IOException, InterruptedException {
        Answer answer = sandbox.provoke(method.toUpperCase(Locale.ROOT), path, operation, status);

        assertThat(answer.statusCode()).as("%s: %s", answer.to(), answer.body()).isEqualTo(status);
        resolved(response).path("headers").forEachEntry((name, header) -> assertThat(
                        answer.headers().firstValue(name))
                .hasValue(header.at("/schema/const").stringValue()));
        JsonNode content = resolved(response).path("content");
        if (content.isEmpty()) {
            return;
        }
        String type = content.propertyNames().iterator().next();
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        if (type.equals("application/json")) {
            assertThat(errors(content.get(type).get("schema"), answer.body()))
                    .as(answer.body())
                    .isEmpty();
        }
    }

    private static JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : DESCRIPTION.at(reference.stringValue().substring(1));
    }

    /** No members but those that are described. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            object.putIfAbsent("additionalProperties", JSON.getNodeFactory().booleanNode(false));
        }
        schema.forEach(OpenApiTest::close);
    }

    private static List<Error> errors(JsonNode schema, String body) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", DESCRIPTION.get("components"));
        whole = whole.deepCopy();
        close(whole);
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
        return compiled.validate(JSON.readTree(body));
    }

    @Test
    @DisplayName("the description is served as it is in the documentation")
    void isServed() throws IOException, InterruptedException {
        Answer answer = sandbox.get("/openapi.yaml");

        assertThat(answer.body()).isEqualTo(Files.readString(Path.of("../docs/openapi/arena.yaml")));
    }

    @Test
    @DisplayName("each operation has a name of its own")
    void namesAreUnique() {
        Map<String, String> seen = new LinkedHashMap<>();
        DESCRIPTION
                .get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> assertThat(
                                seen.put(operation.get("operationId").stringValue(), path))
                        .isNull()));
    }
}
