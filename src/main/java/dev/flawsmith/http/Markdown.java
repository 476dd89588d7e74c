package dev.flawsmith.http;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/** Cards, which are Markdown, as HTML: tags of their own become text, and links lead nowhere that runs code. Thread-safe. */
final class Markdown {
    static final String TYPE = "text/markdown; charset=utf-8";
    static final String HTML = "text/html; charset=utf-8";

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    private Markdown() {}

    /** Whether a client asks for HTML. */
    static boolean asHtml(@Nullable String accept) {
        return accept != null && accept.contains("text/html");
    }

    static String html(String text) {
        return RENDERER.render(PARSER.parse(text));
    }
}
