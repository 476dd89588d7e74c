package dev.flawsmith.image;

import java.util.Arrays;
import java.util.List;

/** Images laid out in rows, to look at many at once. */
public final class ContactSheet {
    private static final int GAP = 2;
    private static final int GROUND = 255;

    private ContactSheet() {}

    /** Rows of images side by side, all of one size, on white. */
    public static PixelImage layOut(List<List<PixelImage>> rows) {
        PixelImage first = rows.get(0).get(0);
        int columns = rows.stream().mapToInt(List::size).max().orElse(1);
        int width = columns * (first.width() + GAP) - GAP;
        int height = rows.size() * (first.height() + GAP) - GAP;
        int channels = first.channels();
        byte[] sheet = new byte[width * height * channels];
        Arrays.fill(sheet, (byte) GROUND);
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                byte[] samples = rows.get(r).get(c).samples();
                int line = first.width() * channels;
                for (int y = 0; y < first.height(); y++) {
                    int to = ((r * (first.height() + GAP) + y) * width + c * (first.width() + GAP)) * channels;
                    System.arraycopy(samples, y * line, sheet, to, line);
                }
            }
        }
        return new PixelImage(width, height, channels, sheet);
    }
}
