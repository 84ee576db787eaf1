package io.agentflux.sandbox.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A page that arrives as one file, whatever files it is written in. The browser is told to run its own style and scripts, known by
 * their hashes, to talk to this server only, and to load nothing else.
 */
final class StaticPage {

    private static final Pattern STYLE_FILE = Pattern.compile("<link rel=\"stylesheet\" href=\"([a-z.]+)\">");
    private static final Pattern SCRIPT_FILE = Pattern.compile("<script src=\"([a-z.]+)\"></script>");
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private final Mono<Reply> reply;

    /** The page in a file beside this class; the styles and scripts that it names lie beside that file. */
    StaticPage(String file) {
        reply = Mono.fromCallable(() -> read(file))
                .subscribeOn(Schedulers.boundedElastic())
                // a failure to read it is not kept
                .cacheInvalidateIf(read -> false);
    }

    /** The page. Cold; reads the file once, away from the event loops. */
    Mono<Reply> reply() {
        return reply;
    }

    private static Reply read(String file) {
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        String styled = STYLE_FILE
                .matcher(text(file))
                .replaceAll(link -> Matcher.quoteReplacement("<style>\n" + text(folder + link.group(1)) + "</style>"));
        String page = SCRIPT_FILE
                .matcher(styled)
                .replaceAll(
                        link -> Matcher.quoteReplacement("<script>\n" + text(folder + link.group(1)) + "</script>"));
        return Reply.of(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", policy(page))
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-cache");
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(
                StaticPage.class.getResourceAsStream(file), () -> file + " is missing on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read from the class path", unreadable);
        }
    }

    private static String policy(String html) {
        return "default-src 'none'; style-src " + hashes(STYLE, html) + "; script-src " + hashes(SCRIPT, html)
                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String hashes(Pattern element, String html) {
        String hashes = element.matcher(html)
                .results()
                .map(found -> "'sha256-" + hash(found.group(1)) + "'")
                .collect(Collectors.joining(" "));
        if (hashes.isEmpty()) {
            throw new IllegalStateException("the page has no element like " + element);
        }
        return hashes;
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
