package dev.flawsmith.model.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A convolution that learns, of a number of channels that the engine's kernels do not take. */
class ConvolutionTest {
    private static final int IN = 48;
    private static final int OUT = 4;
    private static final Shape IMAGES = new Shape(16, IN, 32, 32);

    /** What others left in memory is not in the gradient: with NaN in freed arrays it was, in one step of four. */
    @Test
    void aGradientIsFiniteWhateverFreedMemoryHolds() {
        Convolution layer = new Convolution("conv", IN, OUT, 3, WeightSlot.Start.FAN_IN);
        float[] weights = ramp(OUT * IN * 9 + OUT, 0.01f);
        try (FlatWeights flat = FlatWeights.bind(layer, weights, Device.cpu(), true)) {
            NDArray x = images(flat.manager());
            x.setRequiresGradient(true);
            for (int i = 0; i < 40; i++) {
                leaveNan(flat.manager());
                try (NDManager scope = flat.manager().newSubManager()) {
                    learn(layer, x, scope);
                    assertEquals(0, notFinite(flat.takeGradient(scope)), "weights' gradient, round " + i);
                    NDArray gradient = x.getGradient();
                    gradient.attach(scope);
                    assertEquals(0, notFinite(gradient), "input's gradient, round " + i);
                    gradient.subi(gradient.duplicate());
                }
            }
        }
    }

    /** A layer that does not learn still passes gradients on. */
    @Test
    void aFrozenLayersGradientIsFiniteWhateverFreedMemoryHolds() {
        Convolution layer = new Convolution("conv", IN, OUT, 3, WeightSlot.Start.FAN_IN);
        float[] weights = ramp(OUT * IN * 9 + OUT, 0.01f);
        try (FlatWeights flat = FlatWeights.bind(layer, weights, Device.cpu(), false)) {
            NDArray x = images(flat.manager());
            x.setRequiresGradient(true);
            for (int i = 0; i < 40; i++) {
                leaveNan(flat.manager());
                try (NDManager scope = flat.manager().newSubManager()) {
                    learn(layer, x, scope);
                    NDArray gradient = x.getGradient();
                    gradient.attach(scope);
                    assertEquals(0, notFinite(gradient), "input's gradient, round " + i);
                    gradient.subi(gradient.duplicate());
                }
            }
        }
    }

    /** The channels that are computed too many change neither the output nor any gradient. */
    @Test
    void learnsAsOneOfWholeBlocksWould() {
        Convolution layer = new Convolution("conv", IN, OUT, 3, WeightSlot.Start.FAN_IN);
        Convolution wide = new Convolution("conv", IN, 16, 3, WeightSlot.Start.FAN_IN);
        int kernel = IN * 9;
        float[] weights = ramp(OUT * kernel + OUT, 0.01f);
        float[] padded = new float[16 * kernel + 16];
        System.arraycopy(weights, 0, padded, 0, OUT * kernel);
        System.arraycopy(weights, OUT * kernel, padded, 16 * kernel, OUT);
        try (FlatWeights narrow = FlatWeights.bind(layer, weights, Device.cpu(), true);
                FlatWeights asleep = FlatWeights.bind(wide, padded, Device.cpu(), false)) {
            float[] learning = layer.apply(images(narrow.manager())).toFloatArray();
            float[] sixteen = wide.apply(images(asleep.manager())).toFloatArray();
            int plane = 32 * 32;
            for (int n = 0; n < 16; n++) {
                assertArrayEquals(
                        Arrays.copyOfRange(sixteen, n * 16 * plane, (n * 16 + OUT) * plane),
                        Arrays.copyOfRange(learning, n * OUT * plane, (n + 1) * OUT * plane),
                        1e-5f);
            }
            try (NDManager scope = narrow.manager().newSubManager()) {
                learn(layer, images(scope), scope);
                float[] gradient = narrow.takeGradient(scope).toFloatArray();
                assertEquals(weights.length, gradient.length);
                double step = 1e-2;
                for (int i : new int[] {0, kernel * 2 + 17, OUT * kernel, OUT * kernel + 3}) {
                    double slope = (loss(weights, i, step) - loss(weights, i, -step)) / (2 * step);
                    assertEquals(slope, gradient[i], 0.02 * Math.abs(slope) + 1e-4, "weight " + i);
                }
            }
        }
    }

    /** Twenty-four input channels: a block and a half, which the engine gets wrong on some processors. */
    @Test
    void outputIsTheSumOfProductsWhateverTheNumberOfChannels() {
        int side = 8;
        int taps = 9;
        for (int in : new int[] {1, 4, 8, 16, 20, 24, 40, 48}) {
            Convolution layer = new Convolution("conv", in, OUT, 3, WeightSlot.Start.FAN_IN);
            float[] weights = ramp(OUT * in * taps + OUT, 0.2f);
            float[] images = ramp(2 * in * side * side, 1);
            try (FlatWeights flat = FlatWeights.bind(layer, weights, Device.cpu(), false)) {
                leaveNan(flat.manager());
                NDArray x = AlignedArrays.create(flat.manager(), images, new Shape(2, in, side, side));
                float[] found = layer.apply(x).toFloatArray();
                assertEquals(2 * OUT * side * side, found.length);
                for (int i = 0; i < found.length; i++) {
                    assertEquals(product(images, weights, in, side, i), found[i], 1e-4, in + " channels, value " + i);
                }
            }
        }
    }

    /** Value {@code i} of the convolution, by its definition. */
    private static double product(float[] images, float[] weights, int in, int side, int i) {
        int column = i % side;
        int row = i / side % side;
        int o = i / (side * side) % OUT;
        int n = i / (side * side * OUT);
        double sum = weights[OUT * in * 9 + o];
        for (int c = 0; c < in; c++) {
            for (int tap = 0; tap < 9; tap++) {
                int y = row + tap / 3 - 1;
                int x = column + tap % 3 - 1;
                if (y >= 0 && y < side && x >= 0 && x < side) {
                    sum += (double) images[((n * in + c) * side + y) * side + x] * weights[(o * in + c) * 9 + tap];
                }
            }
        }
        return sum;
    }

    private static double loss(float[] weights, int moved, double by) {
        float[] there = weights.clone();
        there[moved] += (float) by;
        Convolution layer = new Convolution("conv", IN, OUT, 3, WeightSlot.Start.FAN_IN);
        try (FlatWeights flat = FlatWeights.bind(layer, there, Device.cpu(), false)) {
            double sum = 0;
            float[] out = layer.apply(images(flat.manager())).toFloatArray();
            for (float v : out) {
                sum += (double) v * v;
            }
            return sum / out.length;
        }
    }

    private static void learn(Convolution layer, NDArray x, NDManager scope) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = layer.apply(x).square().mean();
            loss.attach(scope);
            collector.backward(loss);
        }
    }

    private static NDArray images(NDManager manager) {
        return AlignedArrays.create(manager, ramp(Math.toIntExact(IMAGES.size()), 1), IMAGES);
    }

    /** Values of both signs between {@code -scale} and {@code scale} without a short period. */
    private static float[] ramp(int n, float scale) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = scale * (float) Math.sin(i * 0.7390851332151607 + i % 13);
        }
        return values;
    }

    private static void leaveNan(NDManager manager) {
        int plane = 32 * 32;
        int[] sizes = {1728, 4096, 4 * plane, 16 * 4 * plane, 16 * 8 * plane, 16 * 16 * plane, 16 * 48 * plane};
        try (NDManager scope = manager.newSubManager()) {
            for (int size : sizes) {
                for (int k = 0; k < 3; k++) {
                    scope.full(new Shape(size), Float.NaN, DataType.FLOAT32);
                }
            }
        }
    }

    private static int notFinite(NDArray values) {
        int n = 0;
        for (float v : values.toFloatArray()) {
            n += Float.isFinite(v) ? 0 : 1;
        }
        return n;
    }
}
