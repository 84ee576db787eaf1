package io.agentflux.sandbox.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;

/**
 * Whom a request means: HTTP/1.1 wants that said in exactly one {@code Host} header, and in letters that a host may have, or
 * the request is refused (RFC 9112, 3.2). The header is looked at before anybody else reads it, and refused where all requests
 * are answered, in their order.
 */
final class HostHeader {

    /** Stands for what is refused; no host is called so. */
    private static final String WRONG = "?";

    private static final String SIGNS = "-._~!$&'()*+,;=%";
    private static final int LARGEST_PORT = 65_535;

    private HostHeader() {}

    /** Marks a request whose host is missing, said twice, or none. */
    static void check(HttpRequest request) {
        HttpHeaders headers = request.headers();
        Iterator<? extends CharSequence> hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
        boolean isFine = hosts.hasNext()
                ? isHost(hosts.next()) && !hosts.hasNext()
                : request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!isFine) {
            headers.set(HttpHeaderNames.HOST, WRONG);
        }
    }

    /** Refuses a request that was marked. */
    static void require(HttpHeaders headers) {
        if (WRONG.equals(headers.get(HttpHeaderNames.HOST))) {
            throw new RefusedRequest(
                    400,
                    "The request does not say its host; send one Host header, such as 'Host: arena.example:7860'.");
        }
    }

    private static boolean isHost(CharSequence value) {
        int length = value.length();
        int end = 0;
        if (length > 0 && value.charAt(0) == '[') {
            while (end < length && value.charAt(end) != ']') {
                end++;
            }
            // of addresses in brackets only their letters are looked at
            if (end == length || !isMadeOf(value, 1, end, ":.")) {
                return false;
            }
            end++;
        } else {
            while (end < length && value.charAt(end) != ':') {
                end++;
            }
            if (!isMadeOf(value, 0, end, SIGNS)) {
                return false;
            }
        }
        return end == length || (value.charAt(end) == ':' && isPort(value, end + 1));
    }

    private static boolean isMadeOf(CharSequence value, int from, int until, String signs) {
        for (int i = from; i < until; i++) {
            char next = value.charAt(i);
            boolean isLetter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
            if (!isLetter && !isDigit(next) && signs.indexOf(next) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(CharSequence value, int from) {
        int port = 0;
        for (int i = from; i < value.length(); i++) {
            if (!isDigit(value.charAt(i)) || port > LARGEST_PORT) {
                return false;
            }
            port = 10 * port + value.charAt(i) - '0';
        }
        return from < value.length() && port <= LARGEST_PORT;
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
