package dev.flawsmith.augmentation;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.FieldError;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.SynthesisException;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether the models can paint into the photos of an order, each of them read once. */
final class OntoCheck {
    private static final String ONTO = "onto";
    private static final String PHOTO = "init_image";
    private static final Set<String> ITS_FIELDS = Set.of("region", "strength", "repaint_passes", "seam");
    /** Photos that are named, at most. */
    private static final int LISTED = 5;

    private final DatasetOrder order;
    private final GoodParts parts;
    private final DatasetTools tools;
    private final List<SpecProblem> problems = new ArrayList<>();

    private OntoCheck(DatasetOrder order, GoodParts parts, DatasetTools tools) {
        this.order = order;
        this.parts = parts;
        this.tools = tools;
    }

    /** What is wrong; nothing where an order paints into no photo. */
    static List<SpecProblem> of(DatasetOrder order, DatasetTools tools) {
        GoodParts parts = order.onto();
        if (parts == null || parts.checkedBy(tools.synthesizer())) {
            return List.of();
        }
        OntoCheck check = new OntoCheck(order, parts, tools);
        check.find();
        if (check.problems.isEmpty()) {
            parts.nowCheckedBy(tools.synthesizer());
        }
        return check.problems;
    }

    /**
     * Refuses a folder of photos that the dataset would be written into, or the other way round.
     *
     * @throws AugmentationException if it is so
     */
    static void requireApart(GoodParts parts, Path out) {
        Path photos = parts.folder().toAbsolutePath().normalize();
        Path dataset = out.toAbsolutePath().normalize();
        if (photos.startsWith(dataset) || dataset.startsWith(photos)) {
            throw AugmentationException.input(
                    ONTO,
                    "expected photos that lie apart from the dataset, found " + parts.folder() + " and " + out
                            + ", one in the other");
        }
    }

    private void find() {
        if (order.plan().counts().getOrDefault("good", 0L) > 0) {
            problem("expected classes of defects, found images of good to be painted onto good parts");
        }
        for (ModelDescription model : order.models(tools)) {
            if (!model.takesPhoto()) {
                problem("expected models that can paint into a photo, found " + model.name() + ", which "
                        + (model.defaultSampler() == null
                                ? "draws without steps"
                                : "works on latents and has no encoder that makes one of a photo"));
            }
        }
        if (!problems.isEmpty()) {
            return;
        }
        long used = Math.min(parts.count(), order.plan().images());
        for (long image = 0; image < used && problems.size() < LISTED; image++) {
            if (!photo(image)) {
                return; // what is wrong with more than a photo would be wrong with every one
            }
        }
    }

    /** Whether all is well but, perhaps, the photo itself. */
    private boolean photo(long image) {
        GoodParts.Part part;
        try {
            part = parts.read(image);
        } catch (AugmentationException e) {
            problem(String.valueOf(e.getMessage()).replaceFirst("^onto: ", ""));
            return true;
        }
        PixelImage size = parts.size();
        PixelImage photo = part.image();
        if (photo.width() != size.width() || photo.height() != size.height() || photo.channels() != size.channels()) {
            problem("expected photos of one size, " + size + " as the first, found " + part.name() + ", " + photo);
            return true;
        }
        return order.models(tools).stream().allMatch(model -> paintable(model, part, image));
    }

    private boolean paintable(ModelDescription model, GoodParts.Part part, long image) {
        DatasetSpec.Onto onto = Objects.requireNonNull(order.spec().onto());
        DatasetPlan.Run run = order.plan().runs().stream()
                .filter(each -> each.model().equals(model.name()))
                .findFirst()
                .orElse(null);
        if (run == null) {
            return true;
        }
        try {
            SynthesisRequest unused = tools.synthesizer()
                    .check(CandidateDrawer.draft(order.spec(), run, order.plan().seed(image, 0), 1)
                            .on(onto.canvas(part.image())));
            return true;
        } catch (SynthesisException e) {
            boolean own = true;
            for (FieldError error : e.errors()) {
                boolean photo = error.field().equals(PHOTO);
                own &= photo;
                if (photo) {
                    problem(part.name() + ": " + error.message());
                } else if (ITS_FIELDS.contains(error.field())) {
                    add(error.field(), error.message());
                }
            }
            return own;
        }
    }

    private void problem(String message) {
        add(ONTO, message);
    }

    private void add(String field, String message) {
        problems.add(order.document().problem(field, message));
    }
}
