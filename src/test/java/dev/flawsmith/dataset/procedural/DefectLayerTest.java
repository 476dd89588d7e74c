package dev.flawsmith.dataset.procedural;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DefectLayerTest {
    private static final Frame FRAME = new Frame(41, 41);

    /** Light from azimuth a reaches the far wall of a bowl and leaves the near wall in the shade. */
    @Test
    void lightsTheWallThatFacesTheLight() {
        for (long seed = 0; seed < 20; seed++) {
            Surface surface = Surface.render(FRAME, new Draws(seed));
            DefectLayer layer = new DefectLayer(FRAME);
            for (int p = 0; p < FRAME.pixels(); p++) {
                double dx = p % 41 - 20;
                double dy = p / 41 - 20;
                layer.relief.values[p] = (float) (-4 * Ramp.bump(Math.sqrt(dx * dx + dy * dy) / 12));
                layer.cover(p, 1);
            }
            Field change = layer.changeOn(surface);
            int towardsX = (int) Math.round(6 * Math.cos(surface.style().light()));
            int towardsY = (int) Math.round(6 * Math.sin(surface.style().light()));
            String where = "seed " + seed;
            assertTrue(change.at(20 + towardsX, 20 + towardsY) < -0.02, where);
            assertTrue(change.at(20 - towardsX, 20 - towardsY) > 0.02, where);
        }
    }

    @Test
    void changesNothingWhereNothingIsCovered() {
        Surface surface = Surface.render(FRAME, new Draws(1));
        DefectLayer layer = new DefectLayer(FRAME);
        layer.paint(800, 0.5, -0.4);
        layer.relief.values[5] = 3;
        Field change = layer.changeOn(surface);
        for (int p = 0; p < FRAME.pixels(); p++) {
            double expected = p == 800 ? -0.2 * surface.radiance().values[p] : 0;
            assertEquals(expected, change.values[p], 1e-6, "pixel " + p);
        }
    }
}
