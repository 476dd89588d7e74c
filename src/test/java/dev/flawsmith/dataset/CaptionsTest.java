package dev.flawsmith.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionsTest {
    private static final PhotoAttributes FULL = new PhotoAttributes("dark", "faint", "vertical");
    private static final PhotoAttributes UNDIRECTED = new PhotoAttributes("dark", "faint", "");

    @TempDir
    Path folder;

    private Path yaml(String content) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), content);
    }

    @Test
    void fillsEveryTemplate() throws Exception {
        Captions captions = Captions.read(yaml("""
                domain: steel
                description: Steel strip.
                defaults: {negative: "blurred"}
                classes:
                  surface_scratch:
                    captions:
                      - "a {contrast} {orientation} scratch on a {brightness} strip"
                      - "scratch, {orientation}"
                      - "{orientation} , thin"
                      - "scratch,"
                  a:
                    captions: [plain]
                """));
        assertEquals(
                List.of("a faint vertical scratch on a dark strip", "scratch, vertical", "vertical, thin", "scratch,"),
                captions.of("surface_scratch", FULL));
        assertEquals(
                List.of("a faint scratch on a dark strip", "scratch,", ", thin"),
                captions.of("surface_scratch", UNDIRECTED));
        assertEquals(List.of("surface_scratch", "a"), captions.classes());
        assertEquals("steel", captions.domain());
        assertEquals("Steel strip.", captions.description());
        assertEquals(Map.of("negative", "blurred"), captions.defaults());
        assertTrue(captions.has("a"));
        assertFalse(captions.has("b"));
        assertThrows(DatasetException.class, () -> captions.of("b", FULL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "domain: d;classes: {a: {captions: ['a {colour} b']}}|expected the placeholders [brightness, contrast,"
                        + " orientation], found {colour} in \"a {colour} b\"",
                "domain: d;classes: {a: {captions: ['a {} b']}}|found {} in",
                "domain: d;classes: {a: {captions: []}}|class a: expected a list of captions",
                "domain: d;classes: {a: {captions: ['x', '']}}|class a: expected a list of captions",
                "domain: d;classes: {a: }|class a: expected a list of captions",
                "domain: d;classes: {a: {caption: [x]}}|caption",
                "domain: d|field classes: expected at least one class",
                "classes: {a: {captions: [x]}}|field domain: expected a name",
                "''|expected YAML",
                "domain: [|expected YAML",
            })
    void namesFileAndPlaceOfAnError(String content, String expected) throws Exception {
        Path file = yaml(content.replace(";", "\n"));
        String message = String.valueOf(
                assertThrows(DatasetException.class, () -> Captions.read(file)).getMessage());
        assertTrue(message.startsWith(file.toString()) && message.contains(expected), message);
    }

    @Test
    void classNamesInWordsStandInForAMissingFile() {
        Captions plain = Captions.plain(List.of("surface_scratch", "red-iron", "_"));
        assertEquals(List.of("surface scratch"), plain.of("surface_scratch", FULL));
        assertEquals(List.of("red iron"), plain.of("red-iron", FULL));
        assertEquals(List.of("_"), plain.of("_", FULL));
    }

    @ParameterizedTest
    @CsvSource({"steel-strip, 7, 8, 12", "metal, 5, 8, 12"})
    void theBundledPromptsReadWellWithAndWithoutAttributes(String domain, int classes, int fewest, int most) {
        Captions captions = Captions.read(Path.of("prompts", domain + ".yaml"));
        assertEquals(domain, captions.domain());
        assertEquals(classes, captions.classes().size());
        for (String name : captions.classes()) {
            for (PhotoAttributes attributes : List.of(FULL, UNDIRECTED)) {
                List<String> sentences = captions.of(name, attributes);
                assertTrue(sentences.size() >= fewest && sentences.size() <= most, name + ": " + sentences);
                assertTrue(sentences.contains(name.replace('_', ' ')), name);
                for (String sentence : sentences) {
                    assertFalse(sentence.matches(".*( a [aeio]|^a [aeio]|  |[{}]).*"), sentence);
                    assertFalse(sentence.matches(".*\\ban [^aeio].*"), sentence);
                }
                assertEquals(sentences.size(), new HashSet<>(sentences).size());
            }
        }
    }
}
