package io.agentflux.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Requests that are nearly right, each made from its own seed. */
final class HostileRequests {

    private static final List<String> HEADS = List.of(
            "GET /api/arena/variant",
            "GET /api/arena/signals",
            "GET /api/arena/scoreboard",
            "GET /api/arena/decisions?page=1&pageSize=20",
            "GET /api/arena/stream",
            "DELETE /api/arena/webhooks/wh_00000001",
            "PUT /api/arena/variant/config",
            "PUT /api/arena/variant/config",
            "PUT /api/arena/variant/config",
            "POST /api/arena/heartbeat",
            "POST /api/arena/webhooks",
            "GET /api/admin/stream",
            "GET /health/ready",
            "GET /metrics",
            "POST /api/events",
            "GET /openapi.yaml");
    private static final List<String> BODIES = List.of(
            "{\"economyOverrides\":{\"scanXp\":12},\"reasoning\":\"because\"}",
            "{\"economyOverrides\":{\"scanXp\":12.5,\"photoXp\":1e3,\"other\":0},\"reasoning\":\"\",\"signals\":{\"a\":[1,null,true]}}",
            "{\"requestedPollInterval\":60,\"metadata\":{\"host\":\"a\"}}",
            "{\"url\":\"https://example.org/hook\",\"events\":[\"config_updated\"]}",
            "{}");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            "\0",
            "%00",
            "%",
            "{",
            "[[[[[[[[",
            "\"",
            "\\u0000",
            "\\ud800",
            "NaN",
            "1e999",
            "-0",
            "99999999999999999999",
            "null",
            "Transfer-Encoding: chunked\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Encoding: gzip\r\n",
            "Connection: close\r\n",
            "Connection: upgrade\r\nUpgrade: h2c\r\n",
            "Expect: 100-continue\r\n",
            "Last-Event-ID: 1\r\n",
            "Idempotency-Key: k\r\n",
            "Range: bytes=0-1\r\n",
            "HTTP/1.0",
            "HTTP/2.0",
            "/../",
            "?page=0",
            "&pageSize=-1",
            ";",
            ":",
            " ",
            "\t",
            "0\r\n\r\n",
            "ffffffff\r\n");

    private HostileRequests() {}

    static byte[] of(long seed, String token) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] request = request(random, token);
        // a quarter is left as it is: an honest request among the others
        int changes = random.nextInt(4) * random.nextInt(1, 4);
        for (int change = 0; change < changes && request.length > 0; change++) {
            request = changed(request, random);
        }
        return request;
    }

    private static byte[] request(SplittableRandom random, String token) {
        String head = HEADS.get(random.nextInt(HEADS.size()));
        boolean hasBody = head.startsWith("P") || random.nextInt(10) == 0;
        String body = hasBody
                ? BODIES.get(random.nextInt(BODIES.size())).replace("because", "number " + random.nextLong())
                : "";
        boolean chunked = hasBody && random.nextInt(4) == 0;
        String framing = !hasBody
                ? "\r\n"
                : chunked
                        ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                                + "\r\n0\r\n\r\n"
                        : "Content-Length: " + body.length() + "\r\n\r\n" + body;
        return (head + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\n" + framing)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] changed(byte[] request, SplittableRandom random) {
        int at = random.nextInt(request.length);
        int until = Math.min(request.length, at + random.nextInt(1, 20));
        return switch (random.nextInt(7)) {
            case 0 -> spliced(request, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> spliced(request, at, at, piece(random));
            case 2 -> spliced(request, at, until, new byte[0]);
            case 3 -> spliced(request, at, until, piece(random));
            case 4 -> spliced(request, at, at, Arrays.copyOfRange(request, at, until));
            case 5 -> spliced(request, at, at, noise(random));
            default -> random.nextInt(3) == 0 ? spliced(request, at, request.length, new byte[] {'\n'}) : request;
        };
    }

    private static byte[] piece(SplittableRandom random) {
        return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(20) == 0 ? 20_000 : random.nextInt(1, 40)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] spliced(byte[] request, int from, int until, byte[] piece) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        result.write(request, 0, from);
        result.writeBytes(piece);
        result.write(request, until, request.length - until);
        return result.toByteArray();
    }
}
