package io.agentflux.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The options of a class that gives changed copies of itself: its public methods that return its own type, with what their
 * Javadoc says.
 */
final class JavadocOptions {

    /**
     * An option.
     *
     * @param call how it is written, with the names of its parameters
     * @param meaning its Javadoc as Markdown on one line
     */
    record Option(String call, String meaning) {}

    private JavadocOptions() {}

    /** The options in the order of the source. */
    static List<Option> of(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
            DocTrees docs = DocTrees.instance(task);
            CompilationUnitTree unit = task.parse().iterator().next();
            ClassTree type = (ClassTree) unit.getTypeDecls().get(0);
            TreePath path = new TreePath(new TreePath(unit), type);
            List<Option> options = new ArrayList<>();
            for (Tree member : type.getMembers()) {
                if (member instanceof MethodTree method && isOption(method, type)) {
                    DocCommentTree doc = docs.getDocCommentTree(new TreePath(path, method));
                    options.add(new Option(call(method), doc == null ? "" : markdown(doc.getFullBody())));
                }
            }
            return options;
        }
    }

    private static boolean isOption(MethodTree method, ClassTree type) {
        Tree returned = method.getReturnType();
        return returned != null
                && method.getModifiers().getFlags().contains(Modifier.PUBLIC)
                && !method.getModifiers().getFlags().contains(Modifier.STATIC)
                && returned.toString()
                        .replaceAll("<.*", "")
                        .equals(type.getSimpleName().toString());
    }

    private static String call(MethodTree method) {
        return method.getParameters().stream()
                .map(VariableTree::getName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static String markdown(List<? extends DocTree> nodes) {
        return nodes.stream()
                .map(JavadocOptions::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static String markdown(DocTree node) {
        if (node instanceof TextTree text) {
            return text.getBody();
        }
        if (node instanceof LiteralTree literal) {
            return "`" + literal.getBody().getBody() + "`";
        }
        if (node instanceof LinkTree link) {
            return link.getLabel().isEmpty()
                    ? "`" + link.getReference().getSignature().replace('#', '.').replaceFirst("^\\.", "") + "`"
                    : markdown(link.getLabel());
        }
        return node.getKind() == DocTree.Kind.START_ELEMENT ? " " : "";
    }
}
