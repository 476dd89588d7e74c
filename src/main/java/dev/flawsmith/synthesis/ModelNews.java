package dev.flawsmith.synthesis;

import dev.flawsmith.guard.Verdict;
import java.time.Duration;

/** Where a model's news go: to whoever listens now. Thread-safe. */
final class ModelNews {
    private final String model;
    private volatile ModelListener listener = ModelListener.NONE;

    ModelNews(String model) {
        this.model = model;
    }

    void listen(ModelListener next) {
        listener = next;
    }

    void called(int rows, int bucket, Duration took, boolean answered) {
        listener.called(model, rows, bucket, took, answered);
    }

    void released(Verdict verdict) {
        listener.released(model, verdict);
    }

    void rejected() {
        listener.rejected(model);
    }
}
