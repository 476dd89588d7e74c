package dev.flawsmith.evaluation.report;

import java.util.List;

/**
 * What a report says, in the order it is read.
 *
 * @param title what was examined
 * @param verdict the answer, one sentence
 * @param tone how the answer should be taken
 * @param sections the rest
 */
public record Report(String title, String verdict, Tone tone, List<Section> sections) {
    /** How an answer should be taken; a colour beside the words, never instead of them. */
    public enum Tone {
        /** Nothing to worry about, within what is said. */
        GOOD,
        /** Somebody should act. */
        BAD,
        /** No answer, or one that is neither. */
        NEUTRAL
    }

    public Report {
        sections = List.copyOf(sections);
    }
}
