package io.agentflux.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns YAML text into nodes that are safe to walk: one document, no cycles, not too deep, keys that are single words and
 * appear once.
 */
final class YamlText {

    // a tournament nests five deep; the composer is recursive and would overflow its stack at some thousands
    private static final int DEEPEST = 32;
    private static final int MOST_ALIASES = 200;
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final Problems problems;
    private final String[] lines;
    private final Set<Node> checked = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlText(String text, Problems problems) {
        this.lines = text.split("\r\n|\r|\n", -1);
        this.problems = problems;
    }

    /**
     * Reads the text of a file whose content is one map.
     *
     * @param leastContent what a file has to hold at least, as the cure of one that is empty
     * @return the map, or null after the problems have been added; duplicate keys and tags are problems that leave it readable
     */
    static @Nullable MappingNode read(String text, String leastContent, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(problems.file())
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        YamlText yaml = new YamlText(text, problems);
        try {
            if (!yaml.checkEvents(new Parse(settings).parseString(text))) {
                return null;
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty() || Nodes.isNull(root.get())) {
                problems.addForFile("the file is empty; " + leastContent);
                return null;
            }
            return yaml.checked(root.get());
        } catch (MarkedYamlEngineException syntax) {
            SyntaxMessages.add(syntax, text, problems);
        } catch (ReaderException unprintable) {
            yaml.addUnprintable(unprintable, text);
        } catch (YamlVersionException otherVersion) {
            problems.addForFile(
                    "the file asks for another version of YAML than 1.2; remove the line that begins with %YAML");
        } catch (YamlEngineException other) {
            problems.addForFile("the file is not YAML: " + other.getMessage());
        }
        return null;
    }

    /** Looks at what the parser, which does not recurse, finds before anything is built from it. */
    private boolean checkEvents(Iterable<Event> events) {
        int depth = 0;
        int documents = 0;
        int aliases = 0;
        for (Event event : events) {
            String tooMuch = null;
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                tooMuch = "lists and maps are nested more than " + DEEPEST + " deep here; check the brackets";
            } else if (event instanceof DocumentStartEvent && ++documents > 1) {
                tooMuch = "a second document begins here; a file holds one, so remove this '---' or split the file";
            } else if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
                tooMuch = "more than " + MOST_ALIASES + " aliases (*name); write the values out";
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (tooMuch != null) {
                problems.add(event.getStartMark().orElseThrow(), tooMuch);
                return false;
            }
        }
        return true;
    }

    private void addUnprintable(ReaderException unprintable, String text) {
        int line = 1;
        int column = 1;
        int[] characters = text.codePoints().limit(unprintable.getPosition()).toArray();
        for (int character : characters) {
            column = character == '\n' ? 1 : column + 1;
            line = character == '\n' ? line + 1 : line;
        }
        problems.add(
                line,
                column,
                String.format("the character U+%04X cannot stand in YAML; remove it", unprintable.getCodePoint()));
    }

    private @Nullable MappingNode checked(Node root) {
        boolean walkable = check(root);
        if (!(root instanceof MappingNode mapping)) {
            problems.add(
                    root,
                    root instanceof SequenceNode
                            ? "the file is a list; begin with a key such as 'name: my-tournament'"
                            : "the file is text without keys; write 'key: value', with a space after the colon");
            return null;
        }
        return walkable ? mapping : null;
    }

    private boolean check(Node node) {
        if (!checked.add(node)) {
            return true;
        }
        if (node.isRecursive()) {
            problems.add(node, "this value contains itself" + anchored(node) + "; write it out");
            return false;
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            String tag = node.getTag().getValue().replace(Tag.PREFIX, "!!");
            problems.add(node, "the tag " + Nodes.quote(tag) + " has no meaning here; remove it");
        }
        boolean walkable = true;
        if (node instanceof ScalarNode scalar && scalar.isPlain()) {
            checkSwallowedItems(scalar);
        } else if (node instanceof SequenceNode sequence) {
            for (Node child : sequence.getValue()) {
                walkable &= check(child);
            }
        } else if (node instanceof MappingNode mapping) {
            walkable = checkKeys(mapping);
            for (NodeTuple tuple : mapping.getValue()) {
                walkable &= check(tuple.getValueNode());
            }
        }
        return walkable;
    }

    /** A list item that is indented deeper than the one above is, to YAML, more text of the one above. */
    private void checkSwallowedItems(ScalarNode scalar) {
        int last = scalar.getEndMark().orElseThrow().getLine();
        for (int line = scalar.getStartMark().orElseThrow().getLine() + 1;
                line <= last && line < lines.length;
                line++) {
            if (lines[line].strip().startsWith("- ")) {
                problems.add(
                        line + 1,
                        lines[line].indexOf('-') + 1,
                        "this item is part of the value above, because it is indented deeper; align the two");
            }
        }
    }

    private static String anchored(Node node) {
        return node.getAnchor()
                .map(Anchor::getValue)
                .map(name -> " through *" + name)
                .orElse("");
    }

    private boolean checkKeys(MappingNode mapping) {
        Map<String, Node> first = new HashMap<>();
        boolean walkable = true;
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode)) {
                problems.add(key, "a key is " + Nodes.describe(key) + "; give a single word");
                walkable = false;
                continue;
            }
            Node other = first.putIfAbsent(Nodes.text(key), key);
            if (other != null) {
                problems.add(
                        key,
                        "the key " + Nodes.quote(Nodes.text(key)) + " appears twice, first on line "
                                + (other.getStartMark().orElseThrow().getLine() + 1) + "; remove one of them");
            }
        }
        return walkable;
    }
}
