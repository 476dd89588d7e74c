package dev.flawsmith.dataset.procedural;

/**
 * One to five random layers, each of any of six kinds at any scale and in any direction: noise, blotches, gratings, marks,
 * plates and slow light. Nothing in it is drawn to look like a sheet.
 */
final class FreeTexture {
    private final Frame frame;
    private final Draws draws;
    private final Field field;

    FreeTexture(Frame frame, Draws draws) {
        this.frame = frame;
        this.draws = draws;
        this.field = new Field(frame);
    }

    /** The layers' sum, mean 0 and deviation 1. */
    Field field() {
        int layers = draws.integer(1, 5);
        for (int i = 0; i < layers; i++) {
            Field layer = new Field(frame);
            Draws own = draws.fork(10 + i);
            switch (own.integer(0, 5)) {
                case 0 -> noise(layer, own);
                case 1 -> blotches(layer, own);
                case 2 -> grating(layer, own);
                case 3 -> marks(layer, own);
                case 4 -> plates(layer, own);
                default -> light(layer, own);
            }
            SceneGenerator.standardise(layer);
            float weight = (float) own.logBetween(0.15, 1);
            for (int p = 0; p < layer.values.length; p++) {
                field.values[p] += weight * layer.values[p];
            }
        }
        Band.even(draws.logBetween(15, 45), 2).addTo(field, draws.logBetween(0.02, 0.4), draws.fork(1));
        SceneGenerator.standardise(field);
        return field;
    }

    private static Band band(Draws draws, double low, double high, int octaves) {
        double across = draws.logBetween(low, high);
        double along = across * (draws.chance(0.5) ? 1 : draws.logBetween(0.03, 1));
        return new Band(draws.between(0, Math.PI), along, across, octaves);
    }

    private static void noise(Field layer, Draws draws) {
        band(draws, 1, 40, draws.integer(1, 4)).addTo(layer, 1, draws);
    }

    /** Noise through a threshold, hard or soft. */
    private static void blotches(Field layer, Draws draws) {
        band(draws, 1, 14, draws.integer(1, 4)).addTo(layer, 1, draws);
        double level = draws.between(-1, 1.5);
        double softness = draws.logBetween(0.1, 1.5);
        for (int p = 0; p < layer.values.length; p++) {
            layer.values[p] = (float) Ramp.smooth(level, level + softness, layer.values[p]);
        }
    }

    /** Parallel lines, more or less regular, of any duty. */
    private void grating(Field layer, Draws draws) {
        double angle = draws.between(0, Math.PI);
        double cycles = draws.logBetween(1.5, 16) / frame.unit();
        double u = cycles * StrictMath.cos(angle);
        double v = cycles * StrictMath.sin(angle);
        Field warp = new Field(frame);
        band(draws, 0.5, 6, 2).addTo(warp, draws.logBetween(0.02, 0.5), draws.fork(1));
        double phase = draws.uniform();
        double level = draws.between(-0.8, 0.8);
        double softness = draws.logBetween(0.1, 2);
        for (int p = 0; p < layer.values.length; p++) {
            int x = p % frame.width();
            int y = p / frame.width();
            double wave = StrictMath.sin(2 * Math.PI * (u * x + v * y + phase + warp.values[p]));
            layer.values[p] = (float) Ramp.smooth(level - softness, level + softness, wave);
        }
    }

    /** Soft-edged strokes and spots, few or many, of two signs. */
    private void marks(Field layer, Draws draws) {
        int count = (int) draws.logBetween(1, 40);
        double common = draws.between(0, Math.PI);
        boolean aligned = draws.chance(0.5);
        double largest = draws.logBetween(0.02, 0.3) * frame.unit();
        for (int i = 0; i < count; i++) {
            double halfWidth = Math.max(0.5, largest * draws.logBetween(0.2, 1));
            double length = halfWidth * draws.logBetween(1, 30);
            double angle = aligned ? common + 0.1 * draws.gaussian() : draws.between(0, Math.PI);
            double x = draws.uniform() * frame.width();
            double y = draws.uniform() * frame.height();
            double dx = 0.5 * length * StrictMath.cos(angle);
            double dy = 0.5 * length * StrictMath.sin(angle);
            float strength = (float) (draws.sign() * draws.between(0.3, 1));
            double edge = Math.max(0.7, halfWidth * draws.uniform());
            new Path(new double[] {x - dx, x + dx}, new double[] {y - dy, y + dy})
                    .visitWithin(
                            halfWidth + edge,
                            frame,
                            (pixel, offset, arc) -> layer.values[pixel] += strength
                                    * (float) Ramp.linear(halfWidth + edge, halfWidth - edge, Math.abs(offset)));
        }
    }

    /** A few straight borders, brighter on one side. */
    private void plates(Field layer, Draws draws) {
        int count = draws.integer(1, 4);
        for (int i = 0; i < count; i++) {
            double angle = draws.between(0, 2 * Math.PI);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double border = cos * draws.uniform() * frame.width() + sin * draws.uniform() * frame.height();
            double softness = draws.logBetween(0.7, 8);
            float step = (float) draws.between(0.3, 1);
            for (int p = 0; p < layer.values.length; p++) {
                int x = p % frame.width();
                int y = p / frame.width();
                double distance = cos * x + sin * y - border;
                layer.values[p] += step * (float) Ramp.smooth(-softness, softness, distance);
            }
        }
    }

    /** A gradient and a glare. */
    private void light(Field layer, Draws draws) {
        java.util.Arrays.fill(layer.values, 1);
        Lighting.draw(frame, draws).applyTo(layer);
    }
}
