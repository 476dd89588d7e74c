package dev.flawsmith.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One image under {@link UniPc}. Symbols are the paper's: m are integrand values, r their steps of lambda over h. */
final class UniPcTrajectory extends StepTrajectory {
    @SuppressWarnings("ArrayRecordComponent") // the trajectory's own, never compared
    private record Value(NoiseLevel level, float[] m) {}

    private final UniPc.Options options;
    /** At the starts of this step and of earlier ones, the latest first; those without signal are left out. */
    private final List<Value> values = new ArrayList<>();
    /** The corrected state at the start of the step before; null where there is none to correct from. */
    private float @Nullable [] before;

    private int orderBefore;

    UniPcTrajectory(SamplingPlan plan, UniPc.Options options) {
        super(plan);
        this.options = options;
    }

    @Override
    void advance(float[] x, float[] denoised) {
        float[] m = options.predictsData() ? options.clipping().apply(denoised) : noise(x, denoised);
        float[] start = before;
        boolean corrects = start != null && !options.uncorrected().contains(step() - 1);
        float[] corrected = start != null && corrects ? corrected(start, m) : x;
        values.add(0, new Value(from(), m));
        if (values.size() > options.order()) {
            values.remove(options.order());
        }
        int order = order();
        float[] next = predicted(corrected, order);
        before = corrected;
        orderBefore = order;
        if (from().alpha() == 0) {
            before = null;
            values.clear();
        }
        finishStep(next);
    }

    private float[] noise(float[] x, float[] denoised) {
        float[] noise = new float[x.length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) ((x[i] - from().alpha() * denoised[i]) / from().sigma());
        }
        return noise;
    }

    private int order() {
        if (to().sigma() == 0 || HalfLogSnr.of(to()) == HalfLogSnr.of(from())) {
            return 1;
        }
        int most = options.lowerOrderLast() ? Math.min(options.order(), steps() - step()) : options.order();
        return Math.min(most, values.size());
    }

    /** UniP over this step: the corrector's equations without their last unknown; at order 2, 1/2 solves them nearly. */
    private float[] predicted(float[] x, int order) {
        NoiseLevel s = values.get(0).level();
        double[] rho = {};
        if (order == 2) {
            rho = new double[] {0.5};
        } else if (order > 2) {
            rho = weights(s, to(), order, order - 1);
        }
        return update(x, s, to(), rho, null);
    }

    /** UniC over the step before, with the integrand's value {@code m} at its end. */
    private float[] corrected(float[] x, float[] m) {
        NoiseLevel s = values.get(0).level();
        double[] rho = orderBefore == 1 ? new double[] {0.5} : weights(s, from(), orderBefore, orderBefore);
        return update(x, s, from(), rho, m);
    }

    /**
     * {@code x' = keep x + add m0 - scale B(h) sum rho_k (m_k - m0) / r_k}; the last of rho belongs to {@code end}, at r =
     * 1, where that is given. keep and add are written without logarithms, so that the end may lie at sigma 0.
     */
    private float[] update(float[] x, NoiseLevel s, NoiseLevel t, double[] rho, float @Nullable [] end) {
        boolean data = options.predictsData();
        double keep = data ? t.sigma() / s.sigma() : t.alpha() / s.alpha();
        double add = data ? t.alpha() - s.alpha() * keep : t.sigma() - s.sigma() * keep;
        double scale = rho.length == 0 ? 0 : (data ? t.alpha() : t.sigma()) * weight(signedStep(s, t));
        int earlier = end == null ? rho.length : rho.length - 1;
        float[] m0 = values.get(0).m();
        double[] sums = new double[x.length];
        for (int k = 0; k < earlier; k++) {
            addDifferences(sums, rho[k], values.get(k + 1).m(), m0, relative(k + 1, s, t));
        }
        if (end != null) {
            addDifferences(sums, rho[earlier], end, m0, 1);
        }
        float[] next = new float[x.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (keep * x[i] + add * m0[i] - scale * sums[i]);
        }
        return next;
    }

    /** {@code sums += rho (m - m0) / r}. A loop of nothing else: the virtual machine turns it into vector operations. */
    private static void addDifferences(double[] sums, double rho, float[] m, float[] m0, double r) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += rho * ((double) m[i] - m0[i]) / r;
        }
    }

    /** h with the sign that it has in the integral: minus for the data prediction. */
    private double signedStep(NoiseLevel s, NoiseLevel t) {
        double h = HalfLogSnr.of(t) - HalfLogSnr.of(s);
        return options.predictsData() ? -h : h;
    }

    private double weight(double hh) {
        return options.weight() == UniPc.Weight.BH1 ? hh : Math.expm1(hh);
    }

    private double relative(int k, NoiseLevel s, NoiseLevel t) {
        double h = HalfLogSnr.of(t) - HalfLogSnr.of(s);
        return (HalfLogSnr.of(values.get(k).level()) - HalfLogSnr.of(s)) / h;
    }

    /** Solves the first {@code unknowns} of the order's equations, Zhao et al. 2023, eq. 5: {@code R rho = b}. */
    private double[] weights(NoiseLevel s, NoiseLevel t, int order, int unknowns) {
        double hh = signedStep(s, t);
        double[][] system = new double[unknowns][unknowns + 1];
        double phi = Math.expm1(hh) / hh - 1; // h phi_2
        double factorial = 1;
        for (int row = 0; row < unknowns; row++) {
            for (int k = 0; k < unknowns; k++) {
                double r = k == order - 1 ? 1 : relative(k + 1, s, t);
                system[row][k] = Math.pow(r, row);
            }
            system[row][unknowns] = phi * factorial / weight(hh);
            factorial *= row + 2;
            phi = phi / hh - 1 / factorial;
        }
        return solved(system);
    }

    /** Gauss's elimination with pivots, at most 3 by 3. */
    private static double[] solved(double[][] system) {
        int n = system.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swapped = system[column];
            system[column] = system[pivot];
            system[pivot] = swapped;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : system[row][column] / system[column][column];
                for (int k = column; k <= n; k++) {
                    system[row][k] -= factor * system[column][k];
                }
            }
        }
        double[] solution = new double[n];
        for (int row = 0; row < n; row++) {
            solution[row] = system[row][n] / system[row][row];
        }
        return solution;
    }
}
