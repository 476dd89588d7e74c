package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

class PageTest extends InBrowser {
    private final FakeSynthesizer synthesizer = new FakeSynthesizer();
    private FlawsmithServer server;

    @BeforeEach
    void start() {
        server = FlawsmithServer.start(synthesizer, ServerOptions.defaults().withPort(0));
        asDesktop();
        go(server, "");
        waitUntil(() -> !browser.findElements(By.cssSelector("#class option")).isEmpty());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsGeneratedImagesWithTheirVerdicts() {
        assertTrue(find("#empty").isDisplayed());
        type("#n", "2");
        find("#random").click();
        type("#seed", "9007199254740993");
        find("#generate").click();
        waitForCards(2);
        List<WebElement> badges = browser.findElements(By.cssSelector(".card .badge"));
        assertEquals("badge clear", badges.get(0).getDomAttribute("class"));
        assertTrue(badges.get(0).getText().startsWith("clear"));
        assertEquals("badge too_close", badges.get(1).getDomAttribute("class"));
        String facts = find(".card dl").getText();
        assertTrue(facts.contains("9007199254740993"), "no digit of the seed is lost: " + facts);
        assertTrue(facts.contains("0.438"), "the distance: " + facts);
        assertTrue(facts.contains("0.61"), "p: " + facts);
        WebElement image = find(".card img");
        waitUntil(() -> "64".equals(image.getDomProperty("naturalWidth")));
        assertTrue(image.getSize().getHeight() >= 150, "shown larger than it is");
        assertEquals("pixelated", image.getCssValue("image-rendering"));
        assertFalse(find("#empty").isDisplayed());
        assertEquals(List.of(), complaints());
    }

    @Test
    void showsAnErrorAtTheFieldThatItBelongsTo() {
        find("#random").click();
        type("#seed", "-3");
        type("#n", "many");
        find("#generate").click();
        waitUntil(() -> !find("#seed-error").getText().isEmpty());
        assertTrue(find("#seed-error").getText().contains("found -3"));
        assertTrue(find("#n-error").getText().contains("found the string \"many\""));
        assertEquals("true", find("#seed").getDomAttribute("aria-invalid"));
        assertFalse(find("#failure").isDisplayed());
        type("#seed", "3");
        assertEquals("", find("#seed-error").getText());
    }

    @Test
    void showsProgressAndCancels() throws Exception {
        synthesizer.holding();
        find("#generate").click();
        FakeSynthesizer.Running running = synthesizer.next();
        running.progress(9, 72);
        running.release(0);
        waitForCards(1);
        waitUntil(() -> find("#status").getText().equals("1 of 4 images, step 9 of 72"));
        assertEquals("9", find("#progress").getDomProperty("value"));
        find("#cancel").click();
        running.awaitCancelled();
        waitUntil(() -> find("#generate").isEnabled());
        assertTrue(find("#status").getText().contains("Cancelled"));
        assertEquals(1, browser.findElements(By.cssSelector(".card")).size());
        assertEquals(List.of(), complaints());
    }

    @Test
    void generatesFromAPromptWhereTheModelTakesOne() throws Exception {
        synthesizer.holding();
        find("[value=prompt] + span").click();
        type("#prompt", "a \"deep\" crack, \"seed\":1");
        find("#generate").click();
        FakeSynthesizer.Running running = synthesizer.next();
        assertEquals("a \"deep\" crack, \"seed\":1", running.request().prompt());
        running.finish();
        waitForCards(4);
        assertEquals("a \"deep\" crack, \"seed\":1", find(".run h3").getText().split(" · ", -1)[0]);
        find("#model option[value=rules]").click();
        assertFalse(find("[value=prompt]").isEnabled());
        assertTrue(find("#class").isDisplayed());
    }

    @Test
    void savesAnImageAsAPngFile() throws IOException {
        type("#n", "1");
        find("#random").click();
        type("#seed", "12");
        find("#generate").click();
        waitForCards(1);
        find(".card a").click();
        Path saved = downloads.resolve("steel_surface_scratch_12.png");
        waitUntil(() -> Files.exists(saved));
        assertEquals((byte) 'P', Files.readAllBytes(saved)[1]);
    }

    @Test
    void fitsANarrowScreen() {
        asPhone();
        find("#generate").click();
        waitForCards(4);
        assertEquals(0, overflow());
    }

    private static void waitForCards(int count) {
        waitUntil(() -> browser.findElements(By.cssSelector(".card")).size() == count);
    }
}
