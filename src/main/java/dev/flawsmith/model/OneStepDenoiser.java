package dev.flawsmith.model;

/**
 * A generator as the batcher sees networks: {@code x} is {@code z}, whatever the level, and the answer is the image. Rows of
 * one size go in, and others of another come out. Owns the generator.
 */
public final class OneStepDenoiser implements Denoiser {
    private final ImageGenerator generator;

    public OneStepDenoiser(ImageGenerator generator) {
        this.generator = generator;
    }

    /** Of {@code z}, which has no height and no width. */
    @Override
    public ImageShape shape() {
        return new ImageShape(generator.latentSize(), 1, 1);
    }

    @Override
    public ImageShape answerShape() {
        return generator.shape();
    }

    @Override
    public float[][] denoise(DenoiserBatch batch) {
        return generator.generate(batch.x(), batch.conditions());
    }

    @Override
    public boolean unconditioned() {
        return false;
    }

    @Override
    public String engine() {
        return generator.engine();
    }

    @Override
    public void close() {
        generator.close();
    }
}
