package dev.flawsmith.math;

import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.openblas.global.openblas;

/**
 * The calls of BLAS and LAPACK that the project needs, by OpenBLAS. Matrices are row-major; buffers are direct and in the
 * machine's byte order, as {@link #floats} and {@link #doubles} make them, and are used from index 0 whatever their
 * position. OpenBLAS has its own threads, as many as there are processors: do not let another native pool (PyTorch, ONNX
 * Runtime) work beside it. Between two calls they wait in a loop, some 25 ms, on cores that others may want; with
 * {@code OPENBLAS_THREAD_TIMEOUT=4} in the process's environment, as {@code scripts/flawsmith} has it, they sleep at once.
 *
 * <p>Sums are added in another order where the number of threads is another, so the last bits depend on it.
 */
public final class Blas {
    static {
        openblas.blas_set_num_threads(Runtime.getRuntime().availableProcessors());
    }

    private Blas() {}

    /** Threads of OpenBLAS from now on; at least 1. */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread, found " + threads);
        }
        openblas.blas_set_num_threads(threads);
    }

    /** Threads of OpenBLAS. */
    public static int threads() {
        return openblas.blas_get_num_threads();
    }

    /** Off-heap room for float32 numbers, all 0. */
    public static FloatBuffer floats(int count) {
        return direct(count, Float.BYTES).asFloatBuffer();
    }

    /** Off-heap room for float64 numbers, all 0. */
    public static DoubleBuffer doubles(int count) {
        return direct(count, Double.BYTES).asDoubleBuffer();
    }

    private static ByteBuffer direct(int count, int bytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes)).order(ByteOrder.nativeOrder());
    }

    /**
     * {@code c = a bᵀ} in float32.
     *
     * @param a {@code [m][k]}
     * @param b {@code [n][k]}
     * @param c {@code [m][n]}, overwritten
     */
    public static void productTransposed(FloatBuffer a, int m, FloatBuffer b, int n, int k, FloatBuffer c) {
        require(a, (long) m * k);
        require(b, (long) n * k);
        require(c, (long) m * n);
        openblas.cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a.clear(), k, b.clear(), k, 0, c.clear(), n);
    }

    /**
     * {@code c = a bᵀ} in float64.
     *
     * @param a {@code [m][k]}
     * @param b {@code [n][k]}
     * @param c {@code [m][n]}, overwritten
     */
    public static void productTransposed(DoubleBuffer a, int m, DoubleBuffer b, int n, int k, DoubleBuffer c) {
        require(a, (long) m * k);
        require(b, (long) n * k);
        require(c, (long) m * n);
        openblas.cblas_dgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, a.clear(), k, b.clear(), k, 0, c.clear(), n);
    }

    /**
     * {@code sum += xᵀ x}; only the lower triangle of {@code sum} is read and written.
     *
     * @param x {@code [n][d]}
     * @param sum {@code [d][d]}
     */
    public static void addSquares(DoubleBuffer x, int n, int d, DoubleBuffer sum) {
        require(x, (long) n * d);
        require(sum, (long) d * d);
        openblas.cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, d, n, 1, x.clear(), d, 1, sum.clear(), d);
    }

    /**
     * The Cholesky factor L of a symmetric positive definite matrix, {@code a = L Lᵀ}, in the place of the lower triangle;
     * the upper one is set to 0.
     *
     * @param a {@code [n][n]}; its lower triangle is read
     * @return whether the matrix is positive definite; {@code a} is spoilt if it is not
     */
    public static boolean cholesky(DoubleBuffer a, int n) {
        require(a, (long) n * n);
        int info = openblas.LAPACKE_dpotrf(openblas.LAPACK_ROW_MAJOR, (byte) 'L', n, a.clear(), n);
        if (info < 0) {
            throw new IllegalStateException("dpotrf refused argument " + -info);
        }
        for (int row = 0; row < n; row++) {
            for (int column = row + 1; column < n; column++) {
                a.put(row * n + column, 0);
            }
        }
        return info == 0;
    }

    /**
     * The eigenvalues of a symmetric matrix, ascending.
     *
     * @param a {@code [n][n]}; its lower triangle is read; spoilt
     */
    public static double[] symmetricEigenvalues(DoubleBuffer a, int n) {
        require(a, (long) n * n);
        double[] values = new double[n];
        DoubleBuffer w = doubles(n);
        // a symmetric matrix is the same in both orders, so no transposing is needed: row-major lower is the other's
        // upper
        int info = openblas.LAPACKE_dsyevd(openblas.LAPACK_COL_MAJOR, (byte) 'N', (byte) 'U', n, a.clear(), n, w);
        if (info != 0) {
            throw new ArithmeticException("the eigenvalues of a " + n + "x" + n + " matrix did not converge");
        }
        w.get(0, values);
        return values;
    }

    /**
     * The singular values of a matrix, descending: {@code [min(m, n)]}.
     *
     * @param a {@code [m][n]}; spoilt
     */
    public static double[] singularValues(DoubleBuffer a, int m, int n) {
        require(a, (long) m * n);
        int count = Math.min(m, n);
        DoubleBuffer s = doubles(count);
        DoubleBuffer none = doubles(1);
        // the transpose has the same singular values: row-major m x n is column-major n x m
        int info =
                openblas.LAPACKE_dgesdd(openblas.LAPACK_COL_MAJOR, (byte) 'N', n, m, a.clear(), n, s, none, 1, none, 1);
        if (info != 0) {
            throw new ArithmeticException("the singular values of a " + m + "x" + n + " matrix did not converge");
        }
        double[] values = new double[count];
        s.get(0, values);
        return values;
    }

    /**
     * The triangular factor R of a QR factorisation, {@code a = Q R} and so {@code aᵀ a = Rᵀ R}, in the place of the first
     * {@code min(m, n)} rows of {@code a}; below the diagonal they are set to 0, and further rows are spoilt.
     *
     * @param a {@code [m][n]}
     */
    public static void triangularFactor(DoubleBuffer a, int m, int n) {
        require(a, (long) m * n);
        int rank = Math.min(m, n);
        // row-major a is column-major aᵀ, and aᵀ = L Qᵀ where a = Q R with R = Lᵀ
        int info = openblas.LAPACKE_dgelqf(openblas.LAPACK_COL_MAJOR, n, m, a.clear(), n, doubles(rank));
        if (info != 0) {
            throw new IllegalStateException("dgelqf refused argument " + -info);
        }
        for (int row = 1; row < rank; row++) {
            a.put(row * n, new double[row]);
        }
    }

    /**
     * {@code c = aᵀ b a} where {@code a} is lower triangular: what a whitening needs.
     *
     * @param a {@code [n][n]}, lower triangular, the rest ignored
     * @param b {@code [n][n]}; overwritten with the result
     */
    public static void congruence(DoubleBuffer a, DoubleBuffer b, int n) {
        require(a, (long) n * n);
        require(b, (long) n * n);
        // b = aᵀ b, then b = b a
        openblas.cblas_dtrmm(
                CblasRowMajor,
                openblas.CblasLeft,
                CblasLower,
                CblasTrans,
                openblas.CblasNonUnit,
                n,
                n,
                1,
                a.clear(),
                n,
                b.clear(),
                n);
        openblas.cblas_dtrmm(
                CblasRowMajor,
                openblas.CblasRight,
                CblasLower,
                CblasNoTrans,
                openblas.CblasNonUnit,
                n,
                n,
                1,
                a.clear(),
                n,
                b.clear(),
                n);
    }

    private static void require(java.nio.Buffer buffer, long count) {
        if (!buffer.isDirect() || buffer.capacity() < count) {
            throw new IllegalArgumentException("expected a direct buffer of at least " + count + " numbers, found "
                    + (buffer.isDirect() ? "" : "one on the heap, of ") + buffer.capacity());
        }
    }
}
