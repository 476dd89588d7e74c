package dev.flawsmith.bench;

import dev.flawsmith.synthesis.Synthesizer;

/** Models put together as a server has them. The opener closes them. */
public interface ServedModels extends AutoCloseable {
    /** What answers requests; the model that is measured comes first. */
    Synthesizer synthesizer();

    @Override
    void close();
}
