package io.agentflux.sandbox.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a stream of events from a socket, and only when told to: what is not read waits in a small buffer of the network. */
final class EventReader implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 64 * 1024;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private InputStream chunk = InputStream.nullInputStream();

    /** One event; a comment has no name. */
    record Event(String id, String name, String data) {
        long sequence() {
            return Long.parseLong(id);
        }
    }

    EventReader(int port, String path, String token, String lastEventId) {
        try {
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String resume = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n" + resume
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedInputStream(socket.getInputStream());
            status = Integer.parseInt(line(in).split(" ", 3)[1]);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] parts = line.split(": *", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Waits for the next event or comment. */
    Event next() {
        String id = "";
        String name = "";
        String data = "";
        try {
            for (String line = line(null); !line.isEmpty(); line = line(null)) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                switch (line.substring(0, line.indexOf(':'))) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "data" -> data = value;
                    default -> {
                        // a comment
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Event(id, name, data);
    }

    /** Whether anything comes within that time; nothing of it is read. */
    boolean isSentSomethingWithin(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
            in.mark(1);
            boolean came = in.read() >= 0;
            in.reset();
            socket.setSoTimeout(PATIENCE_MILLIS);
            return came;
        } catch (SocketTimeoutException nothing) {
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Event> next(int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** Waits for the end: whether the server ended the stream, not only the connection. */
    boolean isEndedInOrder() {
        try {
            while (readByte() >= 0) {
                // what came before the end
            }
            return true;
        } catch (IOException cutOff) {
            return false;
        }
    }

    private String line(InputStream head) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = head == null ? readByte() : head.read();
                next != '\n';
                next = head == null ? readByte() : head.read()) {
            if (next < 0) {
                throw new IOException("the stream ended");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int readByte() throws IOException {
        int next = chunk.read();
        if (next >= 0) {
            return next;
        }
        String size = line(in);
        if (size.isEmpty()) {
            size = line(in);
        }
        int length = Integer.parseInt(size, 16);
        if (length == 0) {
            return -1;
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended");
        }
        chunk = new ByteArrayInputStream(bytes);
        return chunk.read();
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
