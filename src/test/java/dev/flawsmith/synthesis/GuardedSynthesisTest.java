package dev.flawsmith.synthesis;

import static dev.flawsmith.synthesis.ToyModels.STEPS;
import static dev.flawsmith.synthesis.ToyModels.drawn;
import static dev.flawsmith.synthesis.ToyModels.failure;
import static dev.flawsmith.synthesis.ToyModels.get;
import static dev.flawsmith.synthesis.ToyModels.parts;
import static dev.flawsmith.synthesis.ToyModels.pixels;
import static dev.flawsmith.synthesis.ToyModels.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.batching.GaussianDenoiser;
import dev.flawsmith.guard.Guard;
import dev.flawsmith.guard.GuardPolicy;
import dev.flawsmith.guard.Verdict;
import dev.flawsmith.image.PixelImage;
import dev.flawsmith.synthesis.SynthesisException.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A model that copies, made certain: the guard's training photos are the very images that the toy model draws for seed
 * 101 at attempt 0, and for seed 103 at every attempt.
 */
@Timeout(30)
final class GuardedSynthesisTest {
    private static final long COPIES_ONCE = 101;
    private static final long COPIES_ALWAYS = 103;

    private static Guard guard = ToyModels.UNCHECKED;

    @BeforeAll
    static void trainOnWhatTheModelDraws() throws Exception {
        List<PixelImage> photos = new ArrayList<>();
        photos.add(drawn(COPIES_ONCE, 0));
        for (int attempt = 0; attempt <= Guard.MAX_ATTEMPTS; attempt++) {
            photos.add(drawn(COPIES_ALWAYS, attempt));
        }
        guard = ToyModels.trainedOn(photos);
    }

    @Test
    void drawsACopyAnewFromFreshNoiseAndTellsTheAttempt() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            List<SynthesizedImage> images =
                    get(model.submit(request(2, COPIES_ONCE - 1, GuardPolicy.RESAMPLE), 0, SynthesisListener.NONE));
            assertEquals(
                    List.of(0, 1),
                    images.stream().map(i -> i.recipe().attempt()).toList());
            assertEquals(1, images.get(1).released().attempt());
            assertInstanceOf(Verdict.Clear.class, images.get(1).released().verdict());
            assertEquals(drawn(COPIES_ONCE, 1), pixels(images.get(1)));
            assertEquals(drawn(COPIES_ONCE - 1, 0), pixels(images.get(0)));
        }
    }

    @Test
    void tellsWhoListensOfEveryVerdictAndNetworkCall() throws Exception {
        List<String> news = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger rows = new AtomicInteger();
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            model.listen(new ModelListener() {
                @Override
                public void called(String name, int asked, int bucket, Duration took, boolean answered) {
                    assertTrue(answered && asked <= bucket && !took.isNegative());
                    rows.addAndGet(asked);
                }

                @Override
                public void released(String name, Verdict verdict) {
                    news.add(name + " " + verdict.wireName());
                }

                @Override
                public void rejected(String name) {
                    news.add(name + " rejected");
                }
            });
            get(model.submit(request(1, COPIES_ONCE, GuardPolicy.RESAMPLE), 0, SynthesisListener.NONE));
        }
        assertEquals(List.of("toy rejected", "toy clear"), news);
        assertEquals(2 * ToyModels.STEPS, rows.get(), "the image was drawn twice");
    }

    @Test
    void releasesFlaggedWhatIsStillACopyAfterTheLastAttempt() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            SynthesizedImage image = get(model.submit(
                            request(1, COPIES_ALWAYS, GuardPolicy.RESAMPLE), 0, SynthesisListener.NONE))
                    .get(0);
            assertEquals(Guard.MAX_ATTEMPTS, image.recipe().attempt());
            assertEquals(
                    0,
                    assertInstanceOf(Verdict.TooClose.class, image.released().verdict())
                            .distance());
        }
    }

    @Test
    void countsNewAttemptsInItsProgress() throws Exception {
        List<List<Integer>> heard = new ArrayList<>();
        SynthesisListener listener = new SynthesisListener() {
            @Override
            public void progressed(int stepsDone, int stepsTotal) {
                heard.add(List.of(stepsDone, stepsTotal));
            }
        };
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            get(model.submit(request(3, COPIES_ONCE - 1, GuardPolicy.RESAMPLE), 0, listener));
        }
        assertEquals(List.of(4 * STEPS, 4 * STEPS), heard.get(heard.size() - 1));
        assertEquals(3 * STEPS, heard.get(0).get(1));
        List<Integer> done = heard.stream().map(pair -> pair.get(0)).toList();
        assertEquals(done.stream().sorted().distinct().toList(), done);
    }

    @Test
    void blockFailsTheRequestAndSaysHowManyWereWithheld() {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            SynthesisException e =
                    failure(model.submit(request(5, COPIES_ONCE - 1, GuardPolicy.BLOCK), 0, SynthesisListener.NONE));
            assertEquals(Code.BLOCKED, e.code());
            assertEquals(
                    "expected 5 images clear of the training photos, found 2 too close to one: guard block withholds them",
                    e.getMessage());
        }
    }

    @Test
    void flagReleasesACopyWithItsVerdict() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            SynthesizedImage image = get(model.submit(
                            request(1, COPIES_ONCE, GuardPolicy.FLAG), 0, SynthesisListener.NONE))
                    .get(0);
            assertEquals("too_close", image.released().verdict().wireName());
            assertEquals(0, image.recipe().attempt());
        }
    }

    @Test
    void offReleasesACopyAndSaysThatNothingWasChecked() throws Exception {
        try (DiffusionModel model = new DiffusionModel(parts(GaussianDenoiser.free(), guard))) {
            SynthesizedImage image = get(model.submit(
                            request(1, COPIES_ONCE, GuardPolicy.OFF), 0, SynthesisListener.NONE))
                    .get(0);
            assertInstanceOf(Verdict.NotChecked.class, image.released().verdict());
        }
    }

    @Test
    void everyRecipeReplaysToTheSamePixelsAlsoAfterNewAttempts() throws Exception {
        try (ModelSynthesizer synthesizer =
                new ModelSynthesizer(List.of(new DiffusionModel(parts(GaussianDenoiser.free(), guard))))) {
            List<SynthesizedImage> images =
                    get(synthesizer.submit(request(5, COPIES_ONCE - 1, GuardPolicy.RESAMPLE), SynthesisListener.NONE));
            for (SynthesizedImage image : images) {
                Recipe recipe = RecipeText.parse(RecipeText.of(image));
                SynthesizedImage again =
                        get(synthesizer.replay(recipe, SynthesisListener.NONE)).get(0);
                assertEquals(pixels(image), pixels(again));
                assertEquals(image.recipe(), again.recipe());
                assertEquals(image.released().verdict(), again.released().verdict());
            }
            assertEquals(
                    List.of(0, 1, 0, 3, 0),
                    images.stream().map(i -> i.recipe().attempt()).toList());
            assertEquals(
                    5,
                    IntStream.range(0, 5)
                            .filter(i -> images.get(i).index() == i)
                            .count());
        }
    }
}
