package io.agentflux.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One connection on which requests are written as they are, and answers read as they come. */
public final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;

    /** What came back. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Connects to the loopback address. */
    public RawConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A request with the headers that the public Python client sends, on a GET too. */
    public Answer call(String method, String path, String token, String body) {
        String length =
                body.isEmpty() ? "" : "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        return send(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n"
                + "Accept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\nUser-Agent: python-httpx/0.28.1\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + "Content-Type: application/json\r\n" + length + "\r\n" + body);
    }

    /** Writes this, and reads one answer. */
    public Answer send(String raw) {
        return send(raw.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes this, and reads one answer. */
    public Answer send(byte[] raw) {
        try {
            write(raw);
            return read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes this. */
    public void write(byte[] raw) throws IOException {
        socket.getOutputStream().write(raw);
        socket.getOutputStream().flush();
    }

    /** Says that nothing more will be written. */
    public void endWriting() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes at once, so that the server is told of a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads one answer. */
    public Answer read() throws IOException {
        return read(true);
    }

    /** Writes a request of which only the head is answered, and reads that. */
    public Answer sendHead(String raw) {
        try {
            write(raw.getBytes(StandardCharsets.UTF_8));
            return read(false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Answer read(boolean withBody) throws IOException {
        InputStream in = socket.getInputStream();
        String statusLine = line(in);
        assertHttp11(statusLine);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": *", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        byte[] body = !withBody
                ? new byte[0]
                : headers.containsKey("transfer-encoding")
                        ? chunks(in)
                        : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(
                Integer.parseInt(statusLine.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(line(in), 16); length > 0; length = Integer.parseInt(line(in), 16)) {
            body.writeBytes(in.readNBytes(length));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static void assertHttp11(String statusLine) {
        if (!statusLine.startsWith("HTTP/1.1 ")) {
            throw new AssertionError("not an HTTP/1.1 answer: '" + statusLine + "'");
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

    /** Reads to the end of the connection: some bytes, a pause, and so on. Returns how many bytes there were. */
    public long readToEnd(int bytes, Duration pause) throws InterruptedException {
        long read = 0;
        try {
            for (int length = bytes; length == bytes; read += length) {
                length = socket.getInputStream().readNBytes(bytes).length;
                Thread.sleep(pause.toMillis());
            }
        } catch (IOException cutOff) {
            // that is an end too
        }
        return read;
    }

    /** Waits for the end of the connection; whether it was ended, not reset. */
    public boolean isEndedInOrder() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return false;
        }
    }

    /** Waits for the end of the connection. */
    public boolean isClosedByServer() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
