package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.image.PixelImage;
import dev.flawsmith.image.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The studio's other views, and the lens; {@link PageTest} has the generating. */
class StudioTest extends InBrowser {
    @TempDir
    Path folder;

    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;

    @BeforeEach
    void start() throws IOException {
        byte[] picture = Png.encode(new PixelImage(2, 1, 1, new byte[] {7, 99}), Map.of());
        Path model = Files.createDirectory(folder.resolve("steel"));
        Files.writeString(
                model.resolve("README.md"),
                "# steel\n\n## Measured\n\nFaithful: 1.42 times.\n\n## Limits\n\n<b>Steel</b> only.\n\n![s](samples.png)\n");
        Files.write(model.resolve("samples.png"), picture);
        Path photos = Files.createDirectories(folder.resolve("photos").resolve("surface_scratch"));
        Files.write(photos.resolve("strip 12ä.png"), picture);
        server = FlawsmithServer.start(
                Services.of(synthesizer).withExhibits(new Exhibits(Map.of("steel", model), folder.resolve("photos"))),
                ServerOptions.defaults().withPort(0));
        asDesktop();
        go(server, "");
    }

    @AfterEach
    void stop() {
        browser.get("about:blank");
        server.close();
    }

    @Test
    void looksAtAnImageBesideItsNearestPhoto() {
        waitUntil(() -> find("#generate").isEnabled());
        find("#generate").click();
        waitUntil(() -> all(".card").size() == 4);
        find(".card .picture").click();
        waitUntil(() -> find("#lens-photo").isDisplayed());
        assertEquals(
                "training photo surface_scratch/strip 12ä.png",
                find("#lens-photo").getDomAttribute("alt"));
        assertEquals("2", find("#lens-photo").getDomProperty("naturalWidth"));
        find("#lens-slider").sendKeys(Keys.HOME);
        waitUntil(() -> find("#lens-photo").getCssValue("clip-path").contains("0%"));
        String facts = find("#lens-facts").getText();
        assertTrue(facts.contains("0.438"), facts);
        find("#lens-close").click();
        assertFalse(find("#lens").isDisplayed());
    }

    @Test
    void asksForTheSameImageAgain() throws Exception {
        waitUntil(() -> find("#generate").isEnabled());
        find("#generate").click();
        waitUntil(() -> all(".card").size() == 4);
        all(".card .picture").get(2).click();
        find("#lens-reuse").click();
        assertEquals("1", find("#n").getDomProperty("value"));
        assertEquals(
                Long.toString(FakeSynthesizer.DRAWN_SEED + 2), find("#seed").getDomProperty("value"));
        synthesizer.holding();
        find("#generate").click();
        FakeSynthesizer.Running running = synthesizer.next();
        assertEquals(FakeSynthesizer.DRAWN_SEED + 2, running.request().seed());
        assertEquals("surface_scratch", running.request().className());
        running.finish();
    }

    @Test
    void sendsWhereGuidanceApplies() throws Exception {
        waitUntil(() -> find("#generate").isEnabled());
        assertEquals("0.25", find("#guidance_low").getDomProperty("value"), "the model's own");
        assertEquals("2", find("#guidance_interval").getDomProperty("value"));
        find("#more summary").click();
        type("#guidance_low", "0.5");
        type("#negative_prompt", "rust");
        type("#guidance_scale", "2");
        type("#guidance_interval", "");
        type("#guidance_rescale", "0.7");
        synthesizer.holding();
        find("#generate").click();
        FakeSynthesizer.Running running = synthesizer.next();
        assertEquals(0.5, running.request().guidanceInterval().low());
        assertEquals(
                Double.POSITIVE_INFINITY, running.request().guidanceInterval().high());
        assertEquals(0.7, running.request().guidanceRescale());
        assertEquals("rust", running.request().negativePrompt());
        running.finish();
    }

    @Test
    void showsModelsWithSamplesAndCard() {
        go(server, "#/models");
        waitUntil(() -> all(".model").size() == 2);
        waitUntil(() -> "2".equals(find(".model .samples").getDomProperty("naturalWidth")));
        assertEquals(
                List.of("surface scratch", "iron sheet ash"),
                all("#models-view .model:first-child .chips li").stream()
                        .map(WebElement::getText)
                        .toList());
        waitUntil(() -> find(".model section.prose").getText().contains("Faithful: 1.42 times."));
        assertFalse(find(".model section.prose").getText().contains("Steel only"));
        WebElement card = find(".model details");
        card.findElement(By.tagName("summary")).click();
        waitUntil(() -> card.getText().contains("Steel"));
        assertTrue(card.getText().contains("<b>Steel</b> only."), "tags of a card are text: " + card.getText());
    }

    @Test
    void isReachedByKeyboardAndRemembersTheView() {
        waitUntil(() -> find("#generate").isEnabled());
        WebElement link = find(".top nav a[href='#/models']");
        link.sendKeys(Keys.ENTER);
        waitUntil(() -> find("#models-view").isDisplayed());
        assertFalse(find("#generate-view").isDisplayed());
        assertEquals("page", find(".top nav a[href='#/models']").getDomAttribute("aria-current"));
        browser.navigate().refresh();
        waitUntil(() -> find("#models-view").isDisplayed());
        browser.navigate().back();
        waitUntil(() -> find("#generate-view").isDisplayed());
    }

    /** Cards and reports name classes and files that others have chosen. */
    @Test
    void takesOnlyWhatIsListedFromTheServersHtml() {
        Object taken = browser.executeAsyncScript(
                "const [html, done] = arguments; import('/page/adopt.js').then(({ adopted }) => {"
                        + "const place = document.createElement('div'); place.append(...adopted(html));"
                        + "done(place.innerHTML + typeof window.hit); }, (error) => done(String(error)));",
                "<main><h1 onclick='hit=1' class='bad' id='lens'>T</h1></main><script>hit = 1</script><img src='/v1/models'>"
                        + "<img src='data:image/png;base64,AA==' onerror='hit=1' alt='a'><img src='x' onerror='hit=1'>"
                        + "<a href='javascript:hit=1'>j</a><a href='https://example.org/'>e</a><iframe src='/'></iframe>"
                        + "<form action='/'><input></form><svg><script>hit = 1</script></svg><p style='top:0'>p &lt;b&gt;</p>");
        assertEquals(
                "<div><h2 class=\"bad\">T</h2></div><img alt=\"a\" src=\"data:image/png;base64,AA==\"><a>j</a>"
                        + "<a href=\"https://example.org/\" target=\"_blank\" rel=\"noopener noreferrer\">e</a>"
                        + "<p>p &lt;b&gt;</p>undefined",
                taken);
    }
}
