package io.agentflux.sandbox.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook's receiver on a real socket, which answers as badly as it is told to. One thread per connection. */
public final class Receiver implements AutoCloseable {

    private static final int HUGE = 64 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private final String scheme;
    private final ServerSocket server;
    private final IntFunction<Answer> answers;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger bytesOfHugeBody = new AtomicInteger();

    public enum Answer {
        OK("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
        NO_CONTENT("HTTP/1.1 204 No Content\r\n\r\n"),
        ERROR("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"),
        BUSY("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"),
        GONE("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"),
        REDIRECT("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
        GARBAGE("220 mail.example.org ESMTP\r\n\r\n"),
        HUGE_BODY("HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n"),
        HALF_BODY("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        STALL(""),
        RESET("");

        private final String text;

        Answer(String text) {
            this.text = text;
        }

        boolean takesTheMessage() {
            return this == OK || this == NO_CONTENT || this == HUGE_BODY || this == HALF_BODY;
        }
    }

    /** What was posted, and how it was answered. */
    public record Posted(String path, Map<String, String> headers, String body, Answer answer) {

        String id() {
            return headers.get("webhook-id");
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String type() {
            return json().get("type").asString();
        }

        public String eventId() {
            return json().get("data").get("eventId").asString();
        }

        /** Checks the signature with nothing but what Java brings. */
        public boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
                String signed = id() + "." + headers.get("webhook-timestamp") + "." + body;
                String expected = "v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
                return List.of(headers.get("webhook-signature").split(" ")).contains(expected);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private Receiver(String scheme, ServerSocketFactory sockets, IntFunction<Answer> answers) {
        this.scheme = scheme;
        this.answers = answers;
        try {
            this.server = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread acceptor = new Thread(this::accept, "receiver");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A receiver that answers the n-th post, from 0, as the function says. */
    static Receiver answering(IntFunction<Answer> answers) {
        return new Receiver("http", ServerSocketFactory.getDefault(), answers);
    }

    public static Receiver answering(Answer always) {
        return answering(post -> always);
    }

    /** A receiver over TLS with a certificate that it signed itself. */
    static Receiver withCertificateOfItsOwn(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        char[] password = "password".toCharArray();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(password),
                "-keystore",
                file.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new AssertionError("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return new Receiver("https", context.getServerSocketFactory(), post -> Answer.OK);
    }

    public String url(String path) {
        return scheme + "://127.0.0.1:" + server.getLocalPort() + path;
    }

    int port() {
        return server.getLocalPort();
    }

    public List<Posted> posted() {
        return List.copyOf(posted);
    }

    /** What was answered by 2xx. */
    List<Posted> taken() {
        return posted.stream().filter(post -> post.answer().takesTheMessage()).toList();
    }

    /** How much of a huge body went out before the other end closed. */
    int bytesOfHugeBody() {
        return bytesOfHugeBody.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread thread = new Thread(() -> serve(socket), "receiver connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                // by close(), or the client is gone already
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String path = line(in).split(" ", 3)[1];
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] parts = line.split(": *", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            Answer answer = answers.apply(count.getAndIncrement());
            posted.add(new Posted(path, headers, new String(body, StandardCharsets.UTF_8), answer));
            answer(socket, in, answer);
        } catch (IOException | RuntimeException clientIsGone) {
            // as it may be
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Socket socket, InputStream in, Answer answer) throws IOException {
        socket.getOutputStream().write(answer.text.getBytes(StandardCharsets.US_ASCII));
        switch (answer) {
            case RESET -> socket.setSoLinger(true, 0);
            case STALL, HALF_BODY -> in.read(); // until the other end closes
            case HUGE_BODY -> {
                byte[] part = new byte[16 * 1024];
                for (int sent = 0; sent < HUGE; sent += part.length) {
                    socket.getOutputStream().write(part);
                    bytesOfHugeBody.addAndGet(part.length);
                }
            }
            default -> socket.getOutputStream().flush();
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
