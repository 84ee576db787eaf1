package io.agentflux.config;

import io.agentflux.sandbox.admin.ExperimentReader;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.metrics.ExtraMetrics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the description of an experiment, in YAML or JSON. A bad one is an answer, not an exception: every mistake at once, with
 * its line and column.
 */
public final class ExperimentFile {

    private ExperimentFile() {}

    /** Reads a file. Blocks while it reads from disk, so it must not be called on an event loop. */
    public static Reading<ExperimentSpec> read(Path path) {
        return read(path, Integer.MAX_VALUE);
    }

    /**
     * Reads a file; blocks as {@link #read(Path)} does.
     *
     * @param mostVariants how many variants the experiment may have
     */
    public static Reading<ExperimentSpec> read(Path path, int mostVariants) {
        Problems problems = new Problems(path.toString());
        String text = SourceFile.read(path, problems);
        return text == null ? problems.refusal() : parse(text, ExtraMetrics.ofDefaults(), mostVariants, problems);
    }

    /**
     * Reads the text of a file.
     *
     * @param name how problems name the text
     */
    public static Reading<ExperimentSpec> parse(String name, String text) {
        return parse(name, text, ExtraMetrics.ofDefaults());
    }

    private static Reading<ExperimentSpec> parse(String name, String text, ExtraMetrics known) {
        return parse(SourceFile.withoutByteOrderMark(text), known, Integer.MAX_VALUE, new Problems(name));
    }

    private static Reading<ExperimentSpec> parse(String text, ExtraMetrics known, int mostVariants, Problems problems) {
        MappingNode root = YamlText.read(text, "an experiment needs at least the keys name and variants", problems);
        if (root != null) {
            ExperimentSpec spec = ExperimentShape.create(known).read("the file", root, problems);
            if (spec != null && spec.variants().size() > mostVariants) {
                problems.add(
                        variant(root, mostVariants),
                        "the experiment has " + spec.variants().size() + " variants, this one beyond the limit of "
                                + mostVariants + "; leave some out, or raise the limit");
            }
            if (spec != null && problems.isEmpty()) {
                return new Reading.Valid<>(spec);
            }
        }
        return problems.refusal();
    }

    /** Where a variant stands in a file whose shape is right. */
    private static Node variant(MappingNode root, int index) {
        for (NodeTuple entry : root.getValue()) {
            if (Nodes.text(entry.getKeyNode()).equals(ExperimentShape.VARIANTS_KEY)
                    && entry.getValueNode() instanceof SequenceNode variants) {
                return variants.getValue().get(index);
            }
        }
        return root;
    }

    /** Reads what is sent to a sandbox; its refusals list every mistake with its line and column. */
    public static ExperimentReader reader() {
        return reader(ExtraMetrics.ofDefaults());
    }

    /**
     * Reads what is sent to a sandbox that knows more metrics than the built-in ones.
     *
     * @param known the extra metrics that an experiment may report
     */
    public static ExperimentReader reader(ExtraMetrics known) {
        return text -> {
            Reading<ExperimentSpec> reading = parse("body", text, known);
            if (reading instanceof Reading.Valid<ExperimentSpec> valid) {
                return valid.value();
            }
            throw new IllegalArgumentException(
                    String.join("\n", ((Reading.Invalid<ExperimentSpec>) reading).messages()));
        };
    }

    /** The JSON Schema (draft 2020-12) of experiment files. */
    public static String jsonSchema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", TournamentFile.SCHEMA_DIALECT);
        schema.put("title", "AgentFlux experiment");
        schema.put("description", "Which variants are compared, on whom, and what their agents may do.");
        schema.putAll(ExperimentShape.create(ExtraMetrics.ofDefaults()).schema());
        return CanonicalJson.write(schema);
    }
}
