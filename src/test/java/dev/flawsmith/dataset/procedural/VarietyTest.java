package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds give different pictures, classes different kinds of picture. */
class VarietyTest {
    private static final ProceduralGenerator GENERATOR = new ProceduralGenerator();
    private static final int SEEDS = 200;

    static List<String> classes() {
        return ProceduralGenerator.classes();
    }

    @ParameterizedTest
    @MethodSource("classes")
    void makesNoTwoAlike(String className) {
        Set<PixelImage> images = new HashSet<>();
        List<double[]> rows = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            PixelImage image = GENERATOR.generate(className, seed, 48, 48).image();
            images.add(image);
            rows.add(Samples.standardised(image));
        }
        assertEquals(SEEDS, images.size());
        double highest = 0;
        double sum = 0;
        for (int i = 0; i < SEEDS; i++) {
            for (int j = 0; j < i; j++) {
                double correlation = Math.abs(Samples.dot(rows.get(i), rows.get(j)));
                highest = Math.max(highest, correlation);
                sum += correlation;
            }
        }
        // Two sheets lit from one side do resemble each other; two specimens must not.
        assertTrue(highest < 0.95, "highest correlation " + highest);
        double mean = sum / (SEEDS * (SEEDS - 1) / 2);
        assertTrue(mean < 0.3, "mean correlation " + mean);
    }

    @Test
    void coversLightAndDarkPlainAndRoughSheets() {
        double darkest = 255;
        double lightest = 0;
        double plainest = 255;
        double roughest = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            byte[] samples = GENERATOR.goodPart(seed, 48, 48).samples();
            double mean = 0;
            for (byte b : samples) {
                mean += (b & 0xff) / (double) samples.length;
            }
            double variance = 0;
            for (byte b : samples) {
                variance += ((b & 0xff) - mean) * ((b & 0xff) - mean) / samples.length;
            }
            darkest = Math.min(darkest, mean);
            lightest = Math.max(lightest, mean);
            plainest = Math.min(plainest, Math.sqrt(variance));
            roughest = Math.max(roughest, Math.sqrt(variance));
        }
        assertTrue(darkest > 60 && darkest < 105, "darkest mean " + darkest);
        assertTrue(lightest > 150 && lightest < 200, "lightest mean " + lightest);
        assertTrue(plainest > 0.5 && plainest < 5, "plainest deviation " + plainest);
        assertTrue(roughest > 11 && roughest < 45, "roughest deviation " + roughest);
    }

    /** Nearest class mean over four standardised measurements of mask and contrast, learnt on other seeds. */
    @Test
    void makesClassesThatAFewMeasurementsTellApart() {
        int n = 120;
        double[][][] features = new double[classes().size()][2 * n][];
        for (int c = 0; c < features.length; c++) {
            for (int i = 0; i < 2 * n; i++) {
                features[c][i] = measure(GENERATOR.generate(classes().get(c), i, 64, 64));
            }
        }
        double[][] means = new double[features.length][4];
        double[] spread = new double[4];
        for (int c = 0; c < features.length; c++) {
            for (int k = 0; k < 4; k++) {
                for (int i = 0; i < n; i++) {
                    means[c][k] += features[c][i][k] / n;
                }
                for (int i = 0; i < n; i++) {
                    double d = features[c][i][k] - means[c][k];
                    spread[k] += d * d;
                }
            }
        }
        int right = 0;
        for (int c = 0; c < features.length; c++) {
            for (int i = n; i < 2 * n; i++) {
                right += nearest(features[c][i], means, spread) == c ? 1 : 0;
            }
        }
        double accuracy = right / (double) (n * features.length);
        assertTrue(accuracy > 0.65, "accuracy " + accuracy + ", chance 0.2");
    }

    private static int nearest(double[] row, double[][] means, double[] spread) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int c = 0; c < means.length; c++) {
            double distance = 0;
            for (int k = 0; k < row.length; k++) {
                distance += (row[k] - means[c][k]) * (row[k] - means[c][k]) / spread[k];
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }

    /** log area, log (outline^2 / area), log (long over short axis of the mask), log mean change. */
    private static double[] measure(ProceduralImage made) {
        PixelImage mask = made.mask();
        double area = 0;
        double outline = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        for (int y = 1; y < mask.height() - 1; y++) {
            for (int x = 1; x < mask.width() - 1; x++) {
                if (mask.sample(y, x, 0) != 0) {
                    area++;
                    outline += mask.sample(y, x + 1, 0) == 0 ? 1 : 0;
                    outline += mask.sample(y, x - 1, 0) == 0 ? 1 : 0;
                    outline += mask.sample(y + 1, x, 0) == 0 ? 1 : 0;
                    outline += mask.sample(y - 1, x, 0) == 0 ? 1 : 0;
                    sx += x;
                    sy += y;
                    sxx += x * x;
                    syy += y * y;
                    sxy += x * y;
                }
            }
        }
        area = Math.max(1, area);
        double xx = sxx / area - sx * sx / area / area;
        double yy = syy / area - sy * sy / area / area;
        double xy = sxy / area - sx * sy / area / area;
        double root = Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        double axes = ((xx + yy) / 2 + root + 0.1) / (Math.max(0, (xx + yy) / 2 - root) + 0.1);
        return new double[] {
            Math.log(area), Math.log((outline * outline + 1) / area), Math.log(axes), Math.log(Samples.visibility(made))
        };
    }
}
