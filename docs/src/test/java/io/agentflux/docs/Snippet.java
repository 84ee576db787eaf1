package io.agentflux.docs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java example of a page. One that declares no type is compiled as the body of a method. */
record Snippet(Path page, int line, String code) {

    private static final Pattern FENCE = Pattern.compile("(?ms)^```java\\R(.*?)^```");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public |final )*(?:class|record|interface|enum) (\\w+)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\\R");

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.exists(folder.resolve("docs")) ? folder : folder.getParent();
    }

    static List<Snippet> all() {
        try (Stream<Path> pages = Files.walk(root().resolve("docs"))) {
            return Stream.concat(
                            Stream.of(root().resolve("README.md")),
                            pages.filter(page -> page.toString().endsWith(".md"))
                                    .sorted())
                    .flatMap(page -> of(page).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Snippet> of(Path page) {
        try {
            String text = Files.readString(page);
            List<Snippet> snippets = new ArrayList<>();
            Matcher fence = FENCE.matcher(text);
            while (fence.find()) {
                int line = 1 + (int) text.substring(0, fence.start()).lines().count();
                snippets.add(new Snippet(page, line, fence.group(1)));
            }
            return snippets;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Compiles the example into a folder and returns what the compiler said; nothing if it is happy. */
    String compileInto(Path folder) throws IOException {
        Matcher type = TYPE.matcher(code);
        boolean declaresType = type.find();
        String name = declaresType ? type.group(1) : "Example";
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, declaresType ? code : asMethodBody());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-d", folder.toString(), "--release", "17", "-Xlint:all,-options", "-Werror"),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
        }
        return messages.toString();
    }

    private String asMethodBody() {
        StringBuilder imports = new StringBuilder();
        Matcher matcher = IMPORT.matcher(code);
        while (matcher.find()) {
            imports.append(matcher.group());
        }
        return imports + "class Example {\n    static void run() throws Exception {\n"
                + IMPORT.matcher(code).replaceAll("") + "    }\n}\n";
    }

    @Override
    public String toString() {
        return root().relativize(page) + ":" + line;
    }
}
