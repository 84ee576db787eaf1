package io.agentflux.config;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An independent opinion on files: a JSON Schema validator, as editors have one. */
final class SchemaJudge {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Schema schema;

    SchemaJudge(Vocabulary vocabulary) {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(TournamentFile.jsonSchema(vocabulary));
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    /** What the schema says of YAML text, or empty if the text cannot be loaded. */
    Optional<List<Error>> judge(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        try {
            Object loaded = new Load(settings).loadFromString(yaml);
            return Optional.of(schema.validate(MAPPER.<JsonNode>valueToTree(loaded)));
        } catch (YamlEngineException | StackOverflowError unreadable) {
            // the second is how Jackson refuses a list that contains itself
            return Optional.empty();
        }
    }
}
