package io.agentflux.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the text of a file that a person named, or says why that cannot be done. */
final class SourceFile {

    /** More than any file that a person writes. */
    static final int MOST_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private SourceFile() {}

    static @Nullable String read(Path path, Problems problems) {
        if (Files.isDirectory(path)) {
            problems.addForFile("this is a folder; name a file in it" + listed(yamlFilesIn(path)));
            return null;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                problems.addForFile("the file is larger than " + (MOST_BYTES >> 10) + " KiB; is it the right one?");
                return null;
            }
            return decode(bytes, problems);
        } catch (NoSuchFileException missing) {
            problems.addForFile(missing(path));
        } catch (IOException unreadable) {
            problems.addForFile("the file cannot be read: " + unreadable);
        }
        return null;
    }

    private static String missing(Path path) {
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "there is no such file, and no folder " + folder + "; check the path";
        }
        List<String> neighbours = yamlFilesIn(folder);
        String name = String.valueOf(path.getFileName());
        return Suggestions.closest(name, neighbours)
                .or(() -> Suggestions.closest(name + ".yaml", neighbours))
                .map(found -> "there is no such file; did you mean "
                        + Nodes.quote(String.valueOf(path.resolveSibling(found))) + "?")
                .orElseGet(() -> "there is no such file in " + folder + listed(neighbours));
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private static List<String> yamlFilesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .sorted()
                    .limit(20)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Decodes UTF-8, with or without a byte order mark. */
    static @Nullable String decode(byte[] bytes, Problems problems) {
        if (startsWith(bytes, 0xfe, 0xff) || startsWith(bytes, 0xff, 0xfe)) {
            problems.addForFile("the file is UTF-16; save it as UTF-8");
            return null;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, characters, true);
        String text = characters.flip().toString();
        if (result.isError()) {
            int line = (int) text.chars().filter(character -> character == '\n').count();
            String lastLine = text.substring(text.lastIndexOf('\n') + 1);
            problems.add(
                    line + 1,
                    lastLine.codePointCount(0, lastLine.length()) + 1,
                    String.format("the byte 0x%02X is not UTF-8; save the file as UTF-8", in.get(in.position())));
            return null;
        }
        return withoutByteOrderMark(text);
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    static String withoutByteOrderMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }
}
