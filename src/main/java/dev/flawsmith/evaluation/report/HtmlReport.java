package dev.flawsmith.evaluation.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iffElse;
import static j2html.TagCreator.img;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A report as one HTML document that holds its pictures and its style and asks the network for nothing. The same report
 * gives the same bytes.
 */
public final class HtmlReport {
    private static final String STYLE = "report.css";

    private HtmlReport() {}

    /** Renders a report, in UTF-8 when written. */
    public static String render(Report report) {
        return document(html(
                                head(
                                        meta().withCharset("utf-8"),
                                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                        title(report.title()),
                                        style(rawHtml(css()))),
                                body(main(
                                        p(report.title()).withClass("title"),
                                        h1(report.verdict())
                                                .withClass(report.tone().name().toLowerCase(Locale.ROOT)),
                                        each(report.sections(), HtmlReport::section))))
                        .withLang("en"))
                + "\n";
    }

    private static DomContent section(Section part) {
        DomContent content;
        if (part instanceof Section.Text text) {
            content = each(text.paragraphs(), paragraph -> p(paragraph));
        } else if (part instanceof Section.Table table) {
            content = each(note(table.note()), table(table));
        } else if (part instanceof Section.Plots plots) {
            content = each(note(plots.note()), each(plots.plots(), HtmlReport::plot));
        } else if (part instanceof Section.Gallery gallery) {
            content = each(note(gallery.note()), each(gallery.strips(), HtmlReport::strip));
        } else {
            throw new AssertionError(part);
        }
        return j2html.TagCreator.section(h2(part.heading()), content);
    }

    private static DomContent note(String note) {
        return iffElse(note.isEmpty(), rawHtml(""), p(note).withClass("note"));
    }

    private static DomContent table(Section.Table found) {
        List<String> columns = found.columns();
        return div(j2html.TagCreator.table(
                        thead(tr(each(columns, column -> th(column).attr("scope", "col")))),
                        tbody(each(found.rows(), HtmlReport::row))))
                .withClass("wide");
    }

    private static DomContent row(List<String> cells) {
        return tr(
                th(cells.get(0)).attr("scope", "row"),
                each(
                        IntStream.range(1, cells.size())
                                .mapToObj(i -> td(cells.get(i)))
                                .toList(),
                        cell -> cell));
    }

    private static DomContent plot(Plot plot) {
        return figure(img().withSrc(data(plot.png())).withAlt(plot.caption()), figcaption(plot.caption()))
                .withClass("plot");
    }

    private static DomContent strip(Section.Strip strip) {
        return div(
                        div(each(strip.pictures(), HtmlReport::picture)).withClass("pictures"),
                        iffElse(strip.caption().isEmpty(), rawHtml(""), p(strip.caption())))
                .withClass("strip");
    }

    private static DomContent picture(Picture picture) {
        return figure(
                img().withSrc(data(picture.png())).withAlt(picture.caption()),
                iffElse(picture.caption().isEmpty(), rawHtml(""), figcaption(picture.caption())));
    }

    private static String data(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    private static String css() {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
