package dev.flawsmith.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flawsmith.http.security.Scope;
import dev.flawsmith.http.security.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page of a server that wants a token. */
class TokenPageTest {
    private static final String SECRET = Token.secret(new SecureRandom());

    @TempDir
    Path folder;

    private ChromeDriver browser;
    private FlawsmithServer server;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(
                folder.resolve("tokens"),
                Token.of("page", Set.of(Scope.GENERATE), SECRET).line());
        server = FlawsmithServer.start(
                Services.of(new FakeSynthesizer()).withAccess(AccessOptions.of(file, 100)),
                ServerOptions.defaults().withPort(0));
        browser = Chromium.open(folder);
        browser.get("http://127.0.0.1:" + server.port() + "/");
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        server.close();
    }

    @Test
    void asksForATokenKeepsItForTheTabAndDrawsWithIt() {
        waitUntil(() -> browser.findElement(By.id("token-dialog")).isDisplayed());
        use("flawsmith_wrong");
        waitUntil(() -> browser.findElement(By.id("token-error")).getText().contains("does not know"));
        use(SECRET);
        waitUntil(() -> !browser.findElements(By.cssSelector("#class option")).isEmpty());
        browser.findElement(By.id("generate")).click();
        waitUntil(() -> browser.findElements(By.cssSelector(".card")).size() == 4);
        assertEquals(SECRET, browser.executeScript("return sessionStorage.getItem('flawsmith.token')"));
        assertEquals(0L, browser.executeScript("return localStorage.length"));
        browser.navigate().refresh();
        waitUntil(() -> !browser.findElements(By.cssSelector("#class option")).isEmpty());
        assertTrue(!browser.findElement(By.id("token-dialog")).isDisplayed(), "asked again after a reload");
    }

    private void use(String token) {
        browser.findElement(By.id("token")).sendKeys(token);
        browser.findElement(By.cssSelector("#token-dialog button[value=use]")).click();
    }

    private void waitUntil(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(50))
                .until(any -> condition.getAsBoolean());
    }
}
