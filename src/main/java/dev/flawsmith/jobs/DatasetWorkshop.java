package dev.flawsmith.jobs;

import dev.flawsmith.augmentation.DatasetFolder;
import dev.flawsmith.augmentation.DatasetOrder;
import dev.flawsmith.augmentation.DatasetTools;
import dev.flawsmith.augmentation.SpecException;
import dev.flawsmith.synthesis.ModelListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Opens what datasets are made with: what the command line gives to the jobs. Thread-safe. */
public interface DatasetWorkshop {
    /** What a dataset is made with, until it is closed. */
    interface Tools extends AutoCloseable {
        DatasetTools tools();

        @Override
        void close();
    }

    /** Has the models that it opens from now on tell of what they do. */
    default void listen(ModelListener listener) {}

    /** Names of the models that a spec may name. */
    Set<String> models();

    /** Names of the encoders that a spec may name. */
    Set<String> encoders();

    /**
     * Checks an order as far as it can be without opening a network.
     *
     * @param folder where it would be made
     * @throws SpecException if it cannot be made, naming every field
     * @throws dev.flawsmith.augmentation.AugmentationException if the disk has no room
     */
    void check(DatasetOrder order, Path folder) throws IOException;

    /**
     * Opens models, with engine and bucket of the images that are there already, and whatever else the order wants.
     *
     * @throws SpecException if the order cannot be made
     */
    Tools open(DatasetOrder order, DatasetFolder folder) throws IOException;
}
