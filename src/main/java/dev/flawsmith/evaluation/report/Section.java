package dev.flawsmith.evaluation.report;

import java.util.List;

/** A part of a report under a heading of its own. */
public sealed interface Section {
    /** The heading. */
    String heading();

    /** Plain paragraphs. */
    record Text(String heading, List<String> paragraphs) implements Section {
        public Text {
            paragraphs = List.copyOf(paragraphs);
        }
    }

    /**
     * Figures.
     *
     * @param note what they are and how to read them, before the table; may be empty
     * @param columns names of the columns; the first column names its row
     * @param rows as many cells a row as there are columns
     */
    record Table(String heading, String note, List<String> columns, List<List<String>> rows) implements Section {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            "expected rows of " + columns.size() + " cells, found " + row.size() + ": " + row);
                }
            }
        }
    }

    /** Plots, each also written as a file of its own. */
    record Plots(String heading, String note, List<Plot> plots) implements Section {
        public Plots {
            plots = List.copyOf(plots);
        }
    }

    /** Rows of pictures that belong together. */
    record Gallery(String heading, String note, List<Strip> strips) implements Section {
        public Gallery {
            strips = List.copyOf(strips);
        }
    }

    /** Pictures side by side, and what is said of them together; may be empty. */
    record Strip(List<Picture> pictures, String caption) {
        public Strip {
            pictures = List.copyOf(pictures);
        }
    }
}
