package dev.flawsmith.augmentation;

import java.util.Locale;

/** How synthetic images are measured beside real ones, class by class: a bias of the photos stands there for all to see. */
final class AttributeTable {
    private AttributeTable() {}

    static void append(AttributeSamples synthetic, AttributeSamples real, StringBuilder card) {
        boolean compared = real.classes().iterator().hasNext();
        card.append("## Measured\n\nMean (standard deviation) of each class's images.");
        if (compared) {
            card.append(
                    " *KS*: the largest difference between the distributions of synthetic images and of the reference's"
                            + " training photos, 0 to 1: what the photos are short of, these images are short of, too.");
        }
        card.append("\n\n| class | attribute | synthetic |").append(compared ? " real | KS |\n" : "\n");
        card.append("|---|---|--:|").append(compared ? "--:|--:|\n" : "\n");
        for (String className : synthetic.classes()) {
            for (Attribute attribute : Attribute.values()) {
                double[] drawn = synthetic.sorted(className, attribute);
                if (drawn.length == 0) {
                    continue;
                }
                double[] photos = real.sorted(className, attribute);
                card.append("| ")
                        .append(className)
                        .append(" | ")
                        .append(attribute.wireName())
                        .append(" | ");
                card.append(described(drawn)).append(" |");
                if (compared) {
                    card.append(
                            photos.length == 0
                                    ? " – | – |"
                                    : " " + described(photos) + " | "
                                            + String.format(
                                                    Locale.ROOT, "%.2f", AttributeSamples.distance(drawn, photos))
                                            + " |");
                }
                card.append('\n');
            }
        }
        card.append('\n');
    }

    private static String described(double[] values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / values.length;
        double deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
        return String.format(Locale.ROOT, "%.4g (%.3g)", mean, deviation);
    }
}
