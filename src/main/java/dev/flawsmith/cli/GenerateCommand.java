package dev.flawsmith.cli;

import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.synthesis.ModelDescription;
import dev.flawsmith.synthesis.ModelSynthesizer;
import dev.flawsmith.synthesis.RequestDraft;
import dev.flawsmith.synthesis.SynthesisRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code generate}: images of a class or a prompt into a folder, or one image again from its recipe. */
@Command(
        name = "generate",
        description = {
            "Draws synthetic images into a folder, as <class>/<seed>.png.",
            "The same options give the same bytes; image i has the seed S + i and depends on nothing else.",
            "--init-image draws on a photo instead of on noise alone, or, with --mask or --region, into it; --init-images on",
            "every photo of a folder.",
            "--replay draws an image again from the recipe that its PNG carries and compares the pixels; one that was",
            "drawn on a photo needs it, and its mask, again."
        })
final class GenerateCommand extends FlawsmithCommand {
    /** Most images of one run. */
    static final long MAX_IMAGES = 1_000_000;

    private static final Set<String> BESIDE_REPLAY = Set.of(
            "--replay",
            "--model",
            "--models",
            "--out",
            "--json",
            "--verbose",
            CanvasOptions.PHOTO,
            CanvasOptions.MASK,
            EngineOptions.TORCHSCRIPT,
            EngineOptions.UNCHECKED);

    @Option(names = "--model", paramLabel = "NAME", description = "A model's name or folder; see 'models list'.")
    @Nullable
    String model;

    @Option(names = "--class", paramLabel = "C", description = "A class of the model.")
    @Nullable
    String className;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "Instead of a class, for models that take prompts.")
    @Nullable
    String prompt;

    @Option(
            names = "--negative-prompt",
            paramLabel = "TEXT",
            description = "What guidance leads away from instead of from no prompt.")
    @Nullable
    String negativePrompt;

    @Option(names = "--n", paramLabel = "N", description = "How many images. Default: 1.")
    long n = 1;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the first image. Default: random, and told.")
    @Nullable
    Long seed;

    @Option(names = "--steps", paramLabel = "K", description = "Sampler steps. Default: the model's.")
    @Nullable
    Long steps;

    @Option(names = "--sampler", paramLabel = "NAME", description = "Sampler. Default: the model's.")
    @Nullable
    String sampler;

    @Option(names = "--guidance", paramLabel = "W", description = "Guidance scale, 1 is none. Default: the model's.")
    @Nullable
    Double guidance;

    @Option(
            names = "--guidance-interval",
            paramLabel = "LOW,HIGH",
            split = ",",
            description = "Noise levels (sigma/alpha) above LOW and up to HIGH that are guided. Default: the model's.")
    @Nullable
    List<Double> guidanceInterval;

    @Option(
            names = "--guidance-rescale",
            paramLabel = "PHI",
            description = "0 to 1: how far guidance's change of contrast is taken back. Default: the model's.")
    @Nullable
    Double guidanceRescale;

    @Option(
            names = "--guard",
            paramLabel = "POLICY",
            description = "For images too close to a training photo: off, flag, resample or block. Default: resample.")
    @Nullable
    GuardPolicy guard;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of a picture of the model procedural. Default: " + ProceduralModel.DEFAULT_SIZE + ".")
    @Nullable
    Integer size;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the images go; made if it is missing.")
    @Nullable
    Path out;

    @Option(
            names = "--masks",
            paramLabel = "DIR",
            description =
                    "Where masks go (<class>/<seed>.png): of the model procedural the exact ones, and their boxes; of"
                            + " images painted into a photo what stands out from it.")
    @Nullable
    Path masks;

    @Option(names = "--replay", paramLabel = "FILE.png", description = "Draw this image again from its recipe.")
    @Nullable
    Path replay;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of model packages. Default: models.")
    @Nullable
    Path models;

    @Mixin
    final CanvasOptions canvas = new CanvasOptions();

    @Mixin
    final EngineOptions network = new EngineOptions();

    /** What {@code --json} prints. */
    record Result(List<GeneratedImage> images, double seconds, double imagesPerSecond) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (replay != null) {
            refuseWhatTheRecipeSays();
            OutputFolder folder = out == null ? null : OutputFolder.check("out", out);
            Replay.Result result = new Replay(ModelLibrary.of(models), model, new ImageFiles(folder), network.trust())
                    .run(replay, canvas.photo(), canvas.masks());
            print(result, result.text());
            return result.agrees() ? Main.OK : Main.FAILURE;
        }
        return generate();
    }

    private void refuseWhatTheRecipeSays() {
        String beside = spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(name -> !BESIDE_REPLAY.contains(name))
                .collect(Collectors.joining(", "));
        if (!beside.isEmpty()) {
            throw new InputException(
                    "replay", "replay: expected the recipe alone to say what is drawn, found " + beside);
        }
    }

    private Integer generate() throws IOException, InterruptedException {
        if (out == null) {
            throw new InputException("out", "out: expected a folder for the images (--out DIR), found none");
        }
        if (model == null) {
            throw new InputException("model", "model: expected a model's name (--model NAME), found none");
        }
        if (n < 1 || n > MAX_IMAGES) {
            throw new InputException("n", "n: expected 1 to " + MAX_IMAGES + " images, found " + n);
        }
        if (seed != null && seed > Long.MAX_VALUE - n) {
            throw new InputException("seed", "seed: expected at most " + (Long.MAX_VALUE - n) + ", found " + seed);
        }
        OutputFolder folder = OutputFolder.check("out", out);
        ModelChoice choice = ModelChoice.find(ModelLibrary.of(models), model, size);
        OutputFolder masksFolder = masks == null ? null : OutputFolder.check("masks", masks);
        DefectMasks truth = masksFolder == null || canvas.masked() ? null : masks(masksFolder, choice);
        try (OpenModels opened = OpenModels.forGeneration(choice, BatchSetting.GENERATE, network.wish())) {
            ModelSynthesizer synthesizer = opened.synthesizer();
            if (canvas.photos() != null) {
                return vary(synthesizer, canvas.photos(), new ImageFiles(folder, masksFolder), out);
            }
            SynthesisRequest first =
                    synthesizer.check(draft(synthesizer.models().get(0).name()));
            long start = System.nanoTime();
            List<GeneratedImage> images;
            try (ProgressBar progress = ProgressLine.open(first.model(), n, err())) {
                ImageFiles files = new ImageFiles(folder, masksFolder);
                images = new GenerationRun(synthesizer, files, progress, this::warn).run(first, n);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String drawn = first.className();
            if (truth != null && drawn != null) {
                truth.write(drawn, first.seed(), n);
            }
            Result result = new Result(images, seconds, images.size() / seconds);
            print(result, text(result, out));
            return Main.OK;
        }
    }

    private Integer vary(ModelSynthesizer synthesizer, Path photos, ImageFiles files, Path to)
            throws IOException, InterruptedException {
        ModelDescription drawing = synthesizer.models().get(0);
        boolean painted = canvas.region() != null;
        if (className != null && !painted) {
            throw new InputException(
                    "class", "class: expected none beside --init-images, whose folders name the classes, found one");
        }
        if (className == null && prompt == null && drawing.classes().isEmpty()) {
            throw new InputException(
                    "prompt",
                    "prompt: expected a prompt (--prompt TEXT), found none: model " + drawing.name()
                            + " has no classes");
        }
        RequestDraft wishes = draft(drawing.name());
        PhotoVariations variations = painted
                ? PhotoVariations.toPaintInto(photos, drawing, wishes, n)
                : PhotoVariations.read(photos, drawing, wishes, n);
        long first = seed == null ? new SecureRandom().nextLong(1L << 52) : seed;
        long start = System.nanoTime();
        List<GeneratedImage> images;
        try (ProgressBar progress = ProgressLine.open(drawing.name(), variations.images(), err())) {
            images = new GenerationRun(synthesizer, files, progress, this::warn)
                    .run(variations.drafts(wishes, first, canvas));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Result result = new Result(images, seconds, images.size() / seconds);
        print(result, text(result, to));
        return Main.OK;
    }

    private void warn(String warning) {
        err().println("warning: " + warning);
    }

    private static DefectMasks masks(OutputFolder folder, ModelChoice choice) {
        if (choice instanceof ModelChoice.Procedural procedural) {
            return new DefectMasks(folder, procedural.size());
        }
        throw new InputException(
                "masks",
                "masks: expected the model procedural, which knows where its defects are, or a photo to paint into"
                        + " (--init-image with --mask or --region), found neither");
    }

    /** Checked with the first request's number of images; the rest differ from it in their seeds only. */
    private RequestDraft draft(String name) {
        return new RequestDraft(
                name,
                className,
                prompt,
                negativePrompt,
                Math.min(n, GenerationRun.REQUEST),
                seed,
                steps,
                sampler,
                guidance,
                guidanceInterval,
                guidanceRescale,
                guard,
                canvas.draft());
    }

    private static String text(Result result, Path out) {
        String verdicts = result.images().stream()
                .collect(Collectors.groupingBy(
                        image -> image.memorization().verdict(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%d %s in %s, seeds from %d, %.1f s, %.2f images/s: %s",
                result.images().size(),
                result.images().size() == 1 ? "image" : "images",
                out,
                result.images().get(0).seed(),
                result.seconds(),
                result.imagesPerSecond(),
                verdicts);
    }
}
