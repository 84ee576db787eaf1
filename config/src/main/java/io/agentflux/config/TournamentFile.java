package io.agentflux.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads tournament files. A bad file is an answer, not an exception: every mistake at once, with its line and column. */
public final class TournamentFile {

    /** Where editors that know JSON Schema find the description of these files. */
    static final String SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private TournamentFile() {}

    /** Reads a file. Blocks while it reads from disk, so it must not be called on an event loop. */
    public static Reading<TournamentSpec> read(Path path, Vocabulary vocabulary) {
        Problems problems = new Problems(path.toString());
        String text = SourceFile.read(path, problems);
        return text == null ? problems.refusal() : parse(text, vocabulary, problems);
    }

    /**
     * Reads the text of a file.
     *
     * @param name how problems name the file
     */
    public static Reading<TournamentSpec> parse(String name, String text, Vocabulary vocabulary) {
        return parse(SourceFile.withoutByteOrderMark(text), vocabulary, new Problems(name));
    }

    private static Reading<TournamentSpec> parse(String text, Vocabulary vocabulary, Problems problems) {
        MappingNode root =
                YamlText.read(text, "a tournament needs at least the keys name, scenarios and strategies", problems);
        if (root != null) {
            TournamentSpec spec = TournamentShape.of(vocabulary).read("the file", root, problems);
            if (spec != null && problems.isEmpty()) {
                return new Reading.Valid<>(spec);
            }
        }
        return problems.refusal();
    }

    /** The JSON Schema (draft 2020-12) of tournament files that name what is in this vocabulary. */
    public static String jsonSchema(Vocabulary vocabulary) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", SCHEMA_DIALECT);
        schema.put("title", "AgentFlux tournament");
        schema.put("description", "Which strategies play against which people, and how they are judged.");
        schema.putAll(TournamentShape.of(vocabulary).schema());
        return CanonicalJson.write(schema);
    }
}
