package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.RuleWorkshop;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** A finished dataset looked at in the studio: its images, its classes, its card; on a server that wants a token. */
class StudioDatasetTest extends InBrowser {
    private static final String SECRET = Token.secret(new SecureRandom());
    private static final String TWO = "{\"name\":\"two\",\"model\":\"drawn\",\"description\":\"<i>Two</i> classes.\","
            + "\"classes\":{\"scratch\":60,\"pit\":5},\"seed\":9007199254740993}";

    @TempDir
    private Path data;

    private final RuleWorkshop workshop = new RuleWorkshop(32);
    private JobService jobs;
    private FlawsmithServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        Path tokens = Files.writeString(
                data.resolve("tokens"),
                Token.of("page", Set.of(Scope.GENERATE, Scope.DATASET, Scope.AUDIT), SECRET)
                        .line());
        jobs = workshop.service(data);
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withJobs(jobs).withAccess(AccessOptions.of(tokens, 100)),
                ServerOptions.defaults().withPort(0));
        client = new TestClient(server);
        asDesktop();
        go(server, "docs"); // of this server, so that its storage is at hand
        browser.executeScript("sessionStorage.setItem('flawsmith.token', arguments[0])", SECRET);
    }

    @AfterEach
    void stop() {
        List<String> unused = complaints(); // of this test alone
        browser.get("about:blank");
        server.close();
        jobs.close();
        workshop.close();
    }

    private HttpRequest.Builder request(String path) {
        return client.request(path).header("Authorization", "Bearer " + SECRET);
    }

    /** The id of a job that is over. */
    private String made(String spec) throws Exception {
        HttpResponse<String> made = client.send(request("/v1/datasets")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(spec)));
        assertEquals(202, made.statusCode(), made.body());
        String path = made.headers().firstValue("Location").orElseThrow();
        assertEquals(200, client.send(request(path + "/events")).statusCode()); // until it is over
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void browse(String spec) throws Exception {
        go(server, "#/datasets/" + made(spec));
        waitUntil(() -> !all(".browse .card").isEmpty());
    }

    private static boolean loaded(WebElement picture) {
        return "32".equals(picture.getDomProperty("naturalWidth"));
    }

    @Test
    void showsImagesPageByPageAndClassByClass() throws Exception {
        browse(TWO);
        assertEquals("48 of 65 images", find(".browse [role=status]").getText());
        waitUntil(() -> loaded(find(".browse .card img")));
        String first = find(".browse .card .below").getText();
        assertTrue(first.startsWith("not checked") && first.contains("9007199254740993"), first);
        List<WebElement> pictures = all(".browse .card img");
        assertFalse(loaded(pictures.get(47)), "far below, so not fetched yet");
        find(".browse .more-images").sendKeys(Keys.ENTER);
        waitUntil(() -> all(".browse .card").size() == 65);
        assertEquals("65 images", find(".browse [role=status]").getText());
        assertFalse(find(".browse .more-images").isDisplayed());
        waitUntil(() -> loaded(all(".browse .card img").get(50)));
        assertEquals(
                all(".browse button.picture").get(48),
                browser.switchTo().activeElement(),
                "where the next images begin");
        find("#browse-class option[value=pit]").click();
        waitUntil(() -> all(".browse .card").size() == 5);
        assertEquals("5 images", find(".browse [role=status]").getText());
        assertFalse(find(".browse .card .below").getText().contains("class"), "all are of one");
        assertEquals(List.of(), complaints());
    }

    @Test
    void looksCloserByKeyboardAlone() throws Exception {
        browse(TWO);
        find(".browse button.picture").sendKeys(Keys.ENTER);
        waitUntil(() -> find("#lens").isDisplayed());
        assertTrue(find("#lens-facts").getText().contains("9007199254740993"), "no digit of the seed is lost");
        assertFalse(find("#lens-reuse").isDisplayed(), "a seed alone is no recipe");
        browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
        waitUntil(() -> find("#lens-facts").getText().contains("0000001.png"));
        find("#lens-previous").sendKeys(Keys.ENTER);
        waitUntil(() -> find("#lens-facts").getText().contains("0000000.png"));
        assertFalse(find("#lens-previous").isEnabled(), "there is none before the first");
        browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        waitUntil(() -> find("#lens-facts").getText().contains("0000002.png"));
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        waitUntil(() -> !find("#lens").isDisplayed());
        assertEquals(all(".browse button.picture").get(2), browser.switchTo().activeElement());
    }

    @Test
    void saysHowManyThereWereAndWhatIsReal() throws Exception {
        browse("{\"model\":\"drawn\",\"balance\":{\"like\":\"line\",\"to\":5},\"include\":\"line\",\"seed\":1}");
        assertEquals(
                "class before synthetic after\npit 3 2 5",
                find("table.classes").getText().replaceFirst("^.*\n", ""));
        List<WebElement> cards = all(".browse .card");
        assertEquals(5, cards.size());
        assertTrue(cards.get(4).getText().startsWith("real photo"), cards.get(4).getText());
    }

    @Test
    void readsTheCardAndFetchesTheArchive() throws Exception {
        browse(TWO);
        WebElement card = find("#dataset-detail [aria-label=Result] details");
        card.findElement(By.tagName("summary")).click();
        waitUntil(() -> card.getText().contains("Refused candidates"));
        assertTrue(card.getText().contains("<i>Two</i> classes."), "tags of a card are text: " + card.getText());
        click("#dataset-detail .primary");
        Path archive = downloads.resolve("two.zip");
        waitUntil(() -> Files.exists(archive));
        assertEquals((byte) 'P', Files.readAllBytes(archive)[0]);
        assertEquals(List.of(), complaints());
    }

    @Test
    void asksAgainForImagesThatDidNotCome() throws Exception {
        String id = made(TWO);
        go(server, "#/datasets/" + id);
        waitUntil(() -> !all(".browse .card").isEmpty());
        Path manifest = data.resolve("jobs/" + id + "/dataset/manifest.json");
        Path away = Files.move(manifest, manifest.resolveSibling("away.json"));
        find(".browse .more-images").click();
        waitUntil(() -> find(".browse .failure").isDisplayed());
        assertEquals("Try again", find(".browse .more-images").getText());
        Files.move(away, manifest);
        find(".browse .more-images").click();
        waitUntil(() -> all(".browse .card").size() == 65);
        assertFalse(find(".browse .failure").isDisplayed());
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        asPhone();
        browse(TWO);
        assertEquals(0, overflow());
    }

    @Test
    void asksForATokenThatTheServerKnows() throws Exception {
        String id = made(TWO);
        browser.executeScript("sessionStorage.clear()");
        go(server, "#/datasets/" + id);
        use("flawsmith wrong");
        waitUntil(() -> find("#token-error").getText().equals("A token has no spaces and no letters beyond ASCII."));
        use("flawsmith_wrong");
        waitUntil(() -> find("#token-error").getText().equals("The server does not know this token."));
        use(SECRET);
        waitUntil(() -> !all(".browse .card").isEmpty() && loaded(find(".browse .card img")));
        assertTrue(find("#change-token").isDisplayed());
    }

    @Test
    void saysWhichScopeATokenLacksAndTakesAnother() throws Exception {
        String id = made(TWO);
        String draws = Token.secret(new SecureRandom());
        Files.writeString(
                data.resolve("tokens"),
                Token.of("drawer", Set.of(Scope.GENERATE), draws).line() + "\n"
                        + Token.of("page", Set.of(Scope.GENERATE, Scope.DATASET), SECRET)
                                .line());
        browser.executeScript("sessionStorage.setItem('flawsmith.token', arguments[0])", draws);
        // The server looks at its file once a second at most: until then the token is not known and asked for.
        waitUntil(() -> {
            try {
                return client.send(client.request("/v1/models").header("Authorization", "Bearer " + draws))
                                .statusCode()
                        == 200;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        go(server, "#/datasets/" + id);
        waitUntil(() -> find("#dataset-detail").getText().contains("the scope dataset"));
        assertTrue(find("#dataset-detail").getText().endsWith("“Token” above takes another one."));
        find("#change-token").click();
        use(SECRET);
        waitUntil(() -> !all(".browse .card").isEmpty());
    }

    private static void use(String token) {
        waitUntil(() -> find("#token-dialog").isDisplayed());
        type("#token", token);
        find("#token-dialog button[value=use]").click();
    }
}
