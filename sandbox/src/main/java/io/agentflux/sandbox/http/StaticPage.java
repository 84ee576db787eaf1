package io.agentflux.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A page that is one file. The browser is told to run its own style and script, known by their hashes, to talk to this server only,
 * and to load nothing else.
 */
final class StaticPage {

    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final Mono<Reply> reply;

    private StaticPage(String file) {
        reply = Mono.fromCallable(() -> read(file))
                .subscribeOn(Schedulers.boundedElastic())
                .cache();
    }

    /** The page in a file beside this class. */
    static StaticPage of(String file) {
        return new StaticPage(file);
    }

    /** The page. Cold; reads the file once, away from the event loops. */
    Mono<Reply> reply() {
        return reply;
    }

    private static Reply read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                StaticPage.class.getResourceAsStream(file), () -> file + " is missing on the class path")) {
            byte[] page = in.readAllBytes();
            String html = new String(page, StandardCharsets.UTF_8);
            return Reply.of(200, "text/html; charset=utf-8", page)
                    .with("Content-Security-Policy", policy(html))
                    .with("X-Content-Type-Options", "nosniff")
                    .with("Referrer-Policy", "no-referrer")
                    .with("Cache-Control", "no-cache");
        }
    }

    private static String policy(String html) {
        return "default-src 'none'; style-src " + hash(STYLE, html) + "; script-src " + hash(SCRIPT, html)
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String hash(Pattern element, String html) {
        Matcher found = element.matcher(html);
        if (!found.find()) {
            throw new IllegalStateException("the page has no element like " + element);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(found.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
