package dev.flawsmith.augmentation;

import dev.flawsmith.dataset.AtomicFile;
import dev.flawsmith.dataset.NearDuplicateFilter;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import dev.flawsmith.image.Sha256;
import dev.flawsmith.model.ImageShape;
import dev.flawsmith.synthesis.ModelDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes one dataset: draws, judges, checks, writes every format, documents. Killed at any moment and run again on the same
 * folder, it ends with the same bytes. One thread.
 */
public final class DatasetJob {
    /** Shares of the images after which the costly checks are tried. */
    private static final int TRIALS = 4;
    /** In the work folder: the photos that are painted onto. */
    private static final String PHOTOS = "onto.json";
    /** Fewest images that a distance is judged by before the end. */
    private static final int ENOUGH = 200;

    private final DatasetOrder order;
    private final DatasetFolder folder;
    private final DatasetTools tools;
    private final DatasetListener listener;
    private final DatasetTally tally = new DatasetTally();
    private final AttributeSamples real;
    private final DatasetChecks checks;

    /**
     * Checks everything that can be checked before work.
     *
     * @throws SpecException if the models cannot do what the spec asks, or a check cannot hold
     * @throws AugmentationException if the disk has no room
     */
    public DatasetJob(DatasetOrder order, DatasetFolder folder, DatasetTools tools, DatasetListener listener)
            throws IOException {
        this.order = order;
        this.folder = folder;
        this.tools = tools;
        this.listener = listener;
        check(order, folder, tools);
        if (order.spec().quality() != null && tools.gate() == null) {
            throw new IllegalArgumentException("expected a gate for the quality that the spec asks for, found none");
        }
        if (order.spec().checks().frechetDistance() != null && tools.appraiser() == null) {
            throw new IllegalArgumentException(
                    "expected an appraiser for the distance that the spec asks for, found none");
        }
        real = order.measured(order.shape(tools));
        checks = new DatasetChecks(order.spec().checks(), order.plan().counts(), tally.measured(), real);
    }

    /**
     * What the constructor checks, for whoever has more to open; a gate is not needed for it.
     *
     * @throws SpecException if the models cannot do what the spec asks, or a check cannot hold
     * @throws AugmentationException if the disk has no room
     */
    public static void check(DatasetOrder order, DatasetFolder folder, DatasetTools tools) throws IOException {
        if (order.onto() != null) {
            OntoCheck.requireApart(order.onto(), folder.path());
        }
        new OrderCheck(order, tools).require();
        long images = order.plan().images() + order.included() - folder.accepted();
        DiskNeed.require(
                DiskNeed.bytes(order.spec(), order.shape(tools), images, order.masked(tools)), images, folder.path());
    }

    /**
     * Runs to the end.
     *
     * @throws AugmentationException if it cannot go on; what it has done stays, to be resumed
     */
    public DatasetOutcome run() throws IOException, InterruptedException {
        folder.start(state());
        if (order.onto() != null) {
            order.onto().remember(folder.path(), folder.work().resolve(PHOTOS));
        }
        tools.warnings(order).forEach(warning -> listener.says("warning: " + warning));
        long[] begun = {0};
        try (DatasetStore store = DatasetStore.open(folder.path(), folder.work(), image -> begun[0]++)) {
            NearDuplicateFilter filter = new NearDuplicateFilter(
                    order.spec().nearDuplicates(),
                    index -> compared(store, order.plan().run(index).className(), index));
            store.forEach(image -> {
                tally.add(image);
                checks.add(image);
                if (image.synthetic()) {
                    filter.add(image.className(), image.index(), compared(store, image.className(), image.index()));
                }
            });
            if (begun[0] > 0) {
                listener.resumed(begun[0]);
            }
            return finish(store, begun[0], filter);
        }
    }

    /** What near-duplicates are told by, of an image that is there. */
    private PixelImage compared(DatasetStore store, String className, long index) {
        String file = DatasetFiles.name(className, index);
        PixelImage image = store.read(file);
        GoodParts parts = order.onto();
        if (parts == null) {
            return image;
        }
        ImageShape shape = Objects.requireNonNull(
                order.shapes(tools).get(order.plan().run(index).model()));
        return Difference.of(
                store.readNormal(DatasetFiles.normal(parts.firstOn(index))),
                image,
                PaintedWindow.of(store.recipe(file), image, shape));
    }

    private DatasetOutcome finish(DatasetStore store, long begun, NearDuplicateFilter filter)
            throws IOException, InterruptedException {
        String failure = null;
        try {
            generate(store, begun, filter);
            include(store, begun);
        } catch (DatasetFailure e) {
            failure = e.getMessage();
            tally.addRejected(e.rejected());
        }
        Appraiser.Distance distance = null;
        List<Appraiser.Section> sections = List.of();
        Appraiser appraiser = tools.appraiser();
        List<String> images = synthetic(store);
        if (appraiser != null && failure == null) {
            listener.says("measuring against the reference");
            if (order.spec().checks().frechetDistance() != null) {
                distance = distance(appraiser, store, images);
            }
            if (order.onto() == null) { // of whole images these would tell of the photos, as the card says
                sections = appraiser.sections(store.images(), images);
            }
        }
        List<CheckResult> results = failure == null ? checks.results(order.shares(), distance) : List.of();
        if (failure == null) {
            List<String> broken = results.stream()
                    .filter(result -> !result.passed())
                    .map(CheckResult::toString)
                    .toList();
            failure = broken.isEmpty() ? null : "a check does not hold: " + String.join("; ", broken);
        }
        boolean masks = order.masked(tools);
        if (failure == null) {
            listener.says("writing "
                    + String.join(
                            ", ",
                            order.spec().formats().stream()
                                    .map(f -> f.wireName())
                                    .toList()));
            new DatasetExports(order.spec(), store, folder, order.shape(tools)).write(classes(), masks);
        }
        DatasetRecord told = new DatasetRecord(order, tools, tally, results, sections, failure, real);
        if (order.onto() != null) {
            Triples.write(store, folder);
        }
        byte[] sheet = SampleGrid.of(store);
        if (sheet.length > 0) {
            AtomicFile.write(folder.path().resolve(DatasetCard.SAMPLES), sheet);
        }
        AtomicFile.write(
                folder.path().resolve(DatasetCard.FILE), DatasetCard.of(told).getBytes(StandardCharsets.UTF_8));
        DatasetManifest.write(told, store, folder);
        Path where = folder.path();
        if (failure == null) {
            folder.finish();
        } else {
            where = folder.setApart();
        }
        return new DatasetOutcome(
                where,
                failure,
                DatasetTally.sum(tally.synthetic()),
                DatasetTally.sum(tally.real()),
                tally.all(),
                tally.rejected(),
                results,
                tools.warnings(order));
    }

    private void generate(DatasetStore store, long begun, NearDuplicateFilter filter)
            throws IOException, InterruptedException {
        DatasetPlan plan = order.plan();
        if (begun >= plan.images()) {
            return;
        }
        lost(checks.lost());
        trial(begun, store); // where it was killed in the middle of one
        DatasetGeneration generation = new DatasetGeneration(order, tools, store, filter, listener, begun);
        generation.run(order.shape(tools).size(), image -> {
            tally.add(image);
            checks.add(image);
            lost(checks.lost());
            trial(image.index() + 1, store);
        });
    }

    /** Tries the costly checks after a quarter, a half and three quarters of the images. */
    private void trial(long done, DatasetStore store) throws IOException {
        for (int trial = 1; trial < TRIALS; trial++) {
            if (done > 0 && done == order.plan().images() * trial / TRIALS) {
                tryCostly(store);
                return;
            }
        }
    }

    /**
     * A distance is tried only where the images so far are a sample of all: those of one class, model and prompt. Others come one
     * after another, and the first of them are far from the reference's mix, however near the whole will be.
     */
    private void tryCostly(DatasetStore store) throws IOException {
        lost(checks.lostBalance());
        DatasetSpec.Frechet wanted = order.spec().checks().frechetDistance();
        Appraiser appraiser = tools.appraiser();
        if (wanted == null || appraiser == null || order.plan().runs().size() > 1) {
            return;
        }
        List<String> images = synthetic(store);
        if (images.size() >= ENOUGH) {
            Appraiser.Distance distance = distance(appraiser, store, images);
            if (distance.limit() - distance.spread() > wanted.atMost()) {
                lost(Optional.of(DatasetChecks.frechet(
                        wanted, distance.limit(), " as the limit of " + images.size() + " images")));
            }
        }
    }

    private static void lost(Optional<CheckResult> result) {
        result.ifPresent(lost -> {
            throw new DatasetFailure("stopped early, for a check cannot hold any more: " + lost);
        });
    }

    private Appraiser.Distance distance(Appraiser appraiser, DatasetStore store, List<String> images)
            throws IOException {
        DatasetSpec.Frechet wanted = order.spec().checks().frechetDistance();
        return appraiser.distance(store.images(), images, wanted == null ? null : wanted.encoder());
    }

    private static List<String> synthetic(DatasetStore store) throws IOException {
        List<String> files = new ArrayList<>();
        store.forEach(image -> {
            if (image.synthetic()) {
                files.add(image.file());
            }
        });
        return files;
    }

    private void include(DatasetStore store, long begun) throws IOException {
        long index = order.plan().images();
        for (IncludedPhoto photo : order.photos(order.shape(tools))) {
            if (index >= begun) {
                PixelImage image = photo.read();
                byte[] png = Png.encode(image, Map.of());
                DatasetImage told = photo.told(index, image, png);
                store.accept(told, png, null);
                tally.add(told);
                listener.accepted(told);
            }
            index++;
        }
    }

    private List<String> classes() {
        return List.copyOf(new TreeSet<>(tally.all().keySet()));
    }

    /** What must be the same when the job goes on. */
    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        state.put("spec", Sha256.hex(order.document().text()));
        state.put("plan", order.plan().counts().toString());
        for (ModelDescription model : order.models(tools)) {
            state.put("model " + model.name(), model.sha256());
        }
        state.put("classifier", String.valueOf(tools.gateSha256()));
        state.put("included photos", DatasetOrder.digest(order.include()));
        state.put("reference photos", DatasetOrder.digest(order.reference()));
        state.put("version of Flawsmith", tools.version());
        return state;
    }
}
