package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {

    private static final String GOOD = "name: t\nscenarios: [stationary]\nstrategies: [static]\n";

    @TempDir
    Path folder;

    private Reading<TournamentSpec> read(Path file) {
        return TournamentFile.read(file, TestVocabulary.fixed());
    }

    private Reading<TournamentSpec> read(byte[] content) throws IOException {
        return read(Files.write(folder.resolve("t.yaml"), content));
    }

    private static List<String> messages(Reading<TournamentSpec> reading) {
        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        return ((Reading.Invalid<TournamentSpec>) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    @Test
    @DisplayName("a missing file is answered with the name of a similar one in its folder")
    void suggestsNeighbour() throws IOException {
        Files.writeString(folder.resolve("quickstart.yaml"), GOOD);

        assertThat(messages(read(folder.resolve("quikstart.yaml"))))
                .containsExactly(folder.resolve("quikstart.yaml") + ": there is no such file; did you mean '"
                        + folder.resolve("quickstart.yaml") + "'?");
        assertThat(messages(read(folder.resolve("quickstart"))).get(0)).endsWith("quickstart.yaml'?");
        assertThat(messages(read(folder.resolve("other.yaml"))).get(0))
                .endsWith("there is no such file in " + folder + ": quickstart.yaml");
    }

    @Test
    @DisplayName("a file in a folder that does not exist is answered with the name of the folder")
    void namesMissingFolder() {
        Path missing = folder.resolve("no/such.yaml");

        assertThat(messages(read(missing)))
                .containsExactly(missing + ": there is no such file, and no folder " + folder.resolve("no")
                        + "; check the path");
    }

    @Test
    @DisplayName("a folder is refused with the files in it")
    void refusesFolder() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), GOOD);
        Files.writeString(folder.resolve("b.yml"), GOOD);
        Files.writeString(folder.resolve("c.txt"), GOOD);

        assertThat(messages(read(folder)))
                .containsExactly(folder + ": this is a folder; name a file in it: a.yaml, b.yml");
    }

    @Test
    @DisplayName("a byte that is not UTF-8 is reported where it stands")
    void refusesOtherEncodings() throws IOException {
        byte[] latin1 = ("name: t\ndescription: schön\n" + GOOD).getBytes(StandardCharsets.ISO_8859_1);

        assertThat(messages(read(latin1)))
                .containsExactly(
                        folder.resolve("t.yaml") + ":2:17: the byte 0xF6 is not UTF-8; save the file as UTF-8");
    }

    @Test
    @DisplayName("a text that ends within a character is refused")
    void refusesCutCharacter() throws IOException {
        assertThat(messages(read(new byte[] {'a', ':', ' ', (byte) 0xc3})).get(0))
                .endsWith(":1:4: the byte 0xC3 is not UTF-8; save the file as UTF-8");
    }

    @Test
    @DisplayName("UTF-16 is named as such")
    void refusesUtf16() throws IOException {
        assertThat(messages(read(GOOD.getBytes(StandardCharsets.UTF_16))).get(0))
                .endsWith("t.yaml: the file is UTF-16; save it as UTF-8");
    }

    @Test
    @DisplayName("a file beyond the limit is refused before it is parsed")
    void refusesLargeFile() throws IOException {
        byte[] large = ("#".repeat(SourceFile.MOST_BYTES) + "\n" + GOOD).getBytes(StandardCharsets.UTF_8);

        assertThat(messages(read(large)).get(0)).endsWith("the file is larger than 1024 KiB; is it the right one?");
    }

    @Test
    @DisplayName("a control character is reported where it stands")
    void refusesControlCharacter() throws IOException {
        assertThat(messages(read((GOOD + "seed: \u0007\n").getBytes(StandardCharsets.UTF_8)))
                        .get(0))
                .endsWith(":4:7: the character U+0007 cannot stand in YAML; remove it");
    }

    @Test
    @DisplayName("a byte order mark and Windows line ends change nothing, columns count characters")
    void readsWindowsFiles() throws IOException {
        byte[] windows = ("\ufeff" + GOOD.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8);
        String text =
                "\ufeffname: t\r\nscenarios: [stationary]\r\nstrategies: [ {name: 'b', strategy: x}] # \ud83d\ude00\r\n";
        byte[] broken = text.getBytes(StandardCharsets.UTF_8);

        assertThat(read(windows)).isEqualTo(read(GOOD.getBytes(StandardCharsets.UTF_8)));
        assertThat(read(windows)).isInstanceOf(Reading.Valid.class);
        assertThat(messages(read(broken)).get(0)).contains(":3:37: unknown strategy 'x'");
    }
}
