package dev.flawsmith.model;

/** The shape of one row of a network: {@code [channels, height, width]}. */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "expected positive dimensions, found [" + channels + ", " + height + ", " + width + "]");
        }
    }

    /** Values in a row: {@code channels * height * width}. */
    public int size() {
        return channels * height * width;
    }
}
