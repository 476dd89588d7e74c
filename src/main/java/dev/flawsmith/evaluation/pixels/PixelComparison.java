package dev.flawsmith.evaluation.pixels;

import dev.flawsmith.math.FeatureRows;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Real and synthetic images compared on their pixels.
 *
 * @param protocol how an image became what was measured
 * @param attributes by their names in lower case; null where too few images have the attribute
 * @param spectrum of the power at each frequency
 * @param constantReal real images of one grey level throughout
 * @param constantSynthetic synthetic images of one grey level throughout
 */
public record PixelComparison(
        String protocol,
        Map<String, @Nullable AttributeComparison> attributes,
        SpectrumComparison spectrum,
        int constantReal,
        int constantSynthetic) {
    private static final int BLOCK = 4096;

    public PixelComparison {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Compares what {@link PixelStatistics} measured; memory is a number an image and attribute.
     *
     * @param protocol of the statistics
     * @param real one row an image
     * @param synthetic likewise, by the same protocol
     */
    public static PixelComparison of(String protocol, FeatureRows real, FeatureRows synthetic) {
        FeatureRows.requireSameColumns(real, synthetic);
        Table left = Table.of(real);
        Table right = Table.of(synthetic);
        Map<String, @Nullable AttributeComparison> attributes = new LinkedHashMap<>();
        for (Attribute attribute : Attribute.values()) {
            attributes.put(
                    attribute.name().toLowerCase(Locale.ROOT),
                    AttributeComparison.of(left.of(attribute), right.of(attribute)));
        }
        return new PixelComparison(
                protocol,
                attributes,
                SpectrumComparison.of(left.power, right.power),
                left.constants(),
                right.constants());
    }

    /** The attributes of a set's images, and its mean spectrum. */
    private static final class Table {
        private final double[][] values; // [attribute][image]
        private final double[] power;

        private Table(int images, int bands) {
            values = new double[Attribute.values().length][images];
            power = new double[bands];
        }

        static Table of(FeatureRows rows) {
            int attributes = Attribute.values().length;
            int columns = rows.columns();
            Table table = new Table(rows.rows(), columns - attributes);
            for (int from = 0; from < rows.rows(); from += BLOCK) {
                int count = Math.min(BLOCK, rows.rows() - from);
                float[] block = rows.block(from, count);
                for (int i = 0; i < block.length; i++) {
                    int column = i % columns;
                    if (column < attributes) {
                        table.values[column][from + i / columns] = block[i];
                    } else {
                        table.power[column - attributes] += block[i] / (double) rows.rows();
                    }
                }
            }
            return table;
        }

        double[] of(Attribute attribute) {
            double[] all = values[attribute.column()];
            if (attribute != Attribute.ORIENTATION) {
                return all;
            }
            double[] coherence = values[Attribute.COHERENCE.column()];
            double[] directed = new double[all.length];
            int count = 0;
            for (int i = 0; i < all.length; i++) {
                if (coherence[i] >= Attribute.LEAST_COHERENCE) {
                    directed[count++] = all[i];
                }
            }
            return Arrays.copyOf(directed, count);
        }

        int constants() {
            return (int) Arrays.stream(values[Attribute.CONTRAST.column()])
                    .filter(contrast -> contrast == 0)
                    .count();
        }
    }
}
