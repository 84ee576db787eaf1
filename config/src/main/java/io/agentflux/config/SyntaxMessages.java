package io.agentflux.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says of a YAML syntax error what a person would say who looks at the line. */
final class SyntaxMessages {

    private final String[] lines;
    private final Problems problems;

    private SyntaxMessages(String text, Problems problems) {
        this.lines = text.split("\r\n|\r|\n", -1);
        this.problems = problems;
    }

    static void add(MarkedYamlEngineException error, String text, Problems problems) {
        new SyntaxMessages(text, problems).add(error);
    }

    private void add(MarkedYamlEngineException error) {
        String fact = Optional.ofNullable(error.getProblem()).orElse("");
        String context = Optional.ofNullable(error.getContext()).orElse("");
        Mark mark = error.getProblemMark().or(error::getContextMark).orElseThrow();
        Mark start = error.getContextMark().orElse(mark);
        int line = mark.getLine();

        if (fact.contains("(TAB)")) {
            problems.add(mark, "a tab stands where YAML wants spaces; replace it with spaces");
        } else if (fact.contains("cannot start any token")) {
            String character = new String(Character.toChars(codePoint(mark)));
            problems.add(mark, "a value cannot begin with '" + character + "'; put the value in quotes");
        } else if (context.contains("quoted scalar") && fact.contains("unexpected")) {
            problems.add(start, "the quote that opens here is never closed; close it on this line");
        } else if (context.contains("double-quoted scalar")) {
            problems.add(
                    mark,
                    "a backslash in double quotes begins no escape that YAML knows; write \\\\ or use single quotes");
        } else if (context.contains("flow sequence")) {
            problems.add(mark, bracket("[", "]", start));
        } else if (context.contains("flow mapping")) {
            problems.add(mark, bracket("{", "}", start));
        } else if (context.contains("flow node") && fact.contains("<stream end>")) {
            problems.add(mark, "the file ends inside brackets; close each '[' with ']' and each '{' with '}'");
        } else if (fact.contains("expected the node content")) {
            problems.add(mark, "a value is expected here, not " + found(fact) + "; put it in quotes if it is text");
        } else if (fact.contains("mapping values are not allowed")) {
            problems.add(mark, colon(line, mark.getColumn()));
        } else if (fact.contains("could not find expected ':'")) {
            problems.add(
                    start,
                    "a ':' is missing after " + Nodes.quote(lines[start.getLine()].strip())
                            + "; write 'key: value', with a space after the colon");
        } else if (fact.contains("sequence entries are not allowed")) {
            problems.add(mark, "a list cannot begin here; put its first '- ' on a line of its own");
        } else if (fact.contains("undefined alias")) {
            String name = fact.substring(fact.lastIndexOf(' ') + 1);
            problems.add(
                    mark,
                    "*" + name + " stands for a value that is not marked with &" + name
                            + " above; put text that begins with * in quotes");
        } else if (context.contains("alias") || context.contains("anchor")) {
            problems.add(start, "'*' and '&' at the start of a value name other values; put the value in quotes");
        } else if (context.contains("tag")) {
            problems.add(start, "'!' at the start of a value begins a tag; put the value in quotes");
        } else if (context.contains("block scalar")) {
            problems.add(
                    mark, "nothing but '+', '-' or a digit may follow '|' or '>'; begin the text on the next line");
        } else if (fact.contains("<document start>")) {
            problems.add(mark, "text follows the end of the document ('...'); remove it");
        } else if (fact.contains("<block end>")) {
            problems.add(mark, blockEnd(fact, mark, start));
        } else {
            problems.add(mark, "this is not YAML: " + fact);
        }
    }

    private static String bracket(String open, String close, Mark start) {
        return "a ',' or '" + close + "' is missing before this; the '" + open + "' opened on line "
                + (start.getLine() + 1) + " is still open";
    }

    private String colon(int line, int column) {
        boolean deeperThanBefore = line > 0
                && indentation(line) > indentation(line - 1)
                && hasValue(line - 1)
                && lines[line].strip().indexOf(':') == column - indentation(line);
        return deeperThanBefore
                ? "this line is indented deeper than the line above, which already has a value; align the two"
                : "a second ':' stands on this line; put the value in quotes, or begin a new line after the first key";
    }

    private boolean hasValue(int line) {
        return !lines[line].strip().endsWith(":");
    }

    private String blockEnd(String fact, Mark mark, Mark start) {
        String text = lines[mark.getLine()];
        boolean firstOnItsLine =
                text.substring(0, text.offsetByCodePoints(0, mark.getColumn())).isBlank();
        if (!firstOnItsLine) {
            return "this follows a value that has ended; put the whole value in double quotes";
        }
        if (mark.getColumn() != start.getColumn()) {
            return "this line is indented by " + mark.getColumn()
                    + " spaces, which matches no line above; align it with" + " its neighbours";
        }
        return fact.endsWith("'-'") || fact.contains("sequence")
                ? "a list item stands where a key is expected; put '- ' under the key it belongs to"
                : "a key stands where a list item is expected; begin the line with '- ' or indent the list";
    }

    /** What the parser found, in its own words: the text between the last quotes. */
    private static String found(String fact) {
        return fact.substring(fact.indexOf('\'')).replace("<stream end>", "the end of the file");
    }

    private int indentation(int line) {
        return lines[line].length() - lines[line].stripLeading().length();
    }

    private int codePoint(Mark mark) {
        return mark.getBuffer()[mark.getPointer()];
    }
}
