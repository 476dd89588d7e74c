package dev.flawsmith.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences for each class of a domain, several to a class, with places for what {@link PhotoAttributes} measures:
 * {@code "a {contrast} {orientation} scratch on a {brightness} steel strip"}. Immutable.
 */
public final class Captions {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> PLACEHOLDERS = Set.of("brightness", "contrast", "orientation");

    private final String source;
    private final CaptionsFile file;

    private Captions(String source, CaptionsFile file) {
        this.source = source;
        this.file = file;
        file.classes().values().forEach(texts -> texts.captions().forEach(this::requireKnownPlaceholders));
    }

    /**
     * Reads {@code prompts/<domain>.yaml}: {@code domain}, {@code description}, {@code defaults} and, below
     * {@code classes}, a list of {@code captions} for each class.
     *
     * @throws DatasetException naming file and place: not YAML of that form, a class without captions, an unknown
     *     placeholder
     */
    public static Captions read(Path path) {
        return new Captions(path.toString(), CaptionsFile.read(path));
    }

    /** For data without a prompts file: each class's own name in words, "surface scratch" for surface_scratch. */
    public static Captions plain(List<String> classes) {
        Map<String, CaptionsFile.Texts> texts = new LinkedHashMap<>();
        for (String name : classes) {
            String words = name.replace('_', ' ').replace('-', ' ').strip();
            texts.put(name, new CaptionsFile.Texts(List.of(words.isEmpty() ? name : words)));
        }
        return new Captions("class names", new CaptionsFile("", "", Map.of(), texts));
    }

    /** The domain's short name, {@code steel-strip}; empty for {@link #plain}. */
    public String domain() {
        return file.domain();
    }

    /** What the domain shows, for people; may be empty. */
    public String description() {
        return file.description();
    }

    /** Request defaults of the domain, such as the negative prompt. */
    public Map<String, String> defaults() {
        return file.defaults();
    }

    /** The classes that have captions, in the file's order. */
    public List<String> classes() {
        return List.copyOf(file.classes().keySet());
    }

    public boolean has(String className) {
        return file.classes().containsKey(className);
    }

    /**
     * Every template of a class, filled in. An empty attribute leaves no gap. Templates that become the same sentence are
     * given once.
     *
     * @return at least one sentence
     * @throws DatasetException if the class has no captions
     */
    public List<String> of(String className, PhotoAttributes attributes) {
        CaptionsFile.Texts texts = file.classes().get(className);
        if (texts == null) {
            throw new DatasetException(
                    source + ": expected one of the classes " + classes() + ", found \"" + className + "\"");
        }
        List<String> sentences = new ArrayList<>();
        for (String template : texts.captions()) {
            String sentence = fill(template, attributes);
            if (!sentences.contains(sentence)) {
                sentences.add(sentence);
            }
        }
        return List.copyOf(sentences);
    }

    private static String fill(String template, PhotoAttributes attributes) {
        return template.replace("{brightness}", attributes.brightness())
                .replace("{contrast}", attributes.contrast())
                .replace("{orientation}", attributes.orientation())
                .replaceAll("\\s+", " ")
                .replaceAll(" (?=[,.;:])", "")
                .strip();
    }

    private void requireKnownPlaceholders(String template) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            if (!PLACEHOLDERS.contains(matcher.group(1))) {
                throw new DatasetException(source + ": expected the placeholders " + new TreeSet<>(PLACEHOLDERS)
                        + ", found {" + matcher.group(1) + "} in \"" + template + "\"");
            }
        }
    }
}
