package dev.flawsmith.evaluation.pixels;

import dev.flawsmith.dataset.StructureTensor;
import dev.flawsmith.image.PixelImage;
import java.util.List;

/** What one number says of a grey square. */
public enum Attribute {
    /** The mean grey level, in [0, 255]. */
    BRIGHTNESS {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            double sum = 0;
            for (byte sample : grey.samples()) {
                sum += sample & 0xff;
            }
            return sum / (grey.width() * grey.height());
        }
    },
    /** The standard deviation of the grey levels, in [0, 127.5]; exactly 0 for a constant image. */
    CONTRAST {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            double mean = BRIGHTNESS.of(grey, tensor);
            double squares = 0;
            for (byte sample : grey.samples()) {
                double difference = (sample & 0xff) - mean;
                squares += difference * difference;
            }
            return Math.sqrt(squares / (grey.width() * grey.height()));
        }
    },
    /** The share of pixels at 0 or 255, in [0, 1]. */
    SATURATION {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            int count = 0;
            for (byte sample : grey.samples()) {
                count += sample == 0 || (sample & 0xff) == 255 ? 1 : 0;
            }
            return count / (double) (grey.width() * grey.height());
        }
    },
    /** How much all structure runs in one direction, in [0, 1] (the structure tensor's coherence). */
    COHERENCE {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            return tensor.coherence();
        }
    },
    /**
     * The angle between the image's lines and the horizontal, in degrees, in [0, 90]; compared over images whose coherence
     * is at least {@value #LEAST_COHERENCE}, as others have no direction.
     */
    ORIENTATION {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            return Math.min(tensor.lineDegrees(), 180 - tensor.lineDegrees());
        }
    },
    /** The share of pixels that stand out from the image's smoothed background, in [0, 1]. */
    DEFECT_AREA {
        @Override
        double of(PixelImage grey, StructureTensor tensor) {
            return DefectArea.of(grey);
        }
    };

    static final double LEAST_COHERENCE = 0.25;

    /** In the order of a feature's numbers. */
    static final List<Attribute> COLUMNS = List.of(values());

    /** Its place in a feature of {@link PixelStatistics}. */
    int column() {
        return COLUMNS.indexOf(this);
    }

    abstract double of(PixelImage grey, StructureTensor tensor);
}
