package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static io.agentflux.sandbox.webhook.TestWebhooks.eventIds;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.webhook.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;

class WebhookAnswerTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    @Test
    @DisplayName("huge and unfinished answers are not read to their end, and count by their status")
    void boundsAnswers() {
        webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.HUGE_BODY, Answer.HALF_BODY, Answer.OK);
        webhooks.register(receiver.url("/"));
        webhooks.decide("dec_1");
        webhooks.decide("dec_2");
        webhooks.decide("dec_3");
        await(() -> receiver.posted().size() == 3);

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_2", "dec_3");
        // what sockets buffer on both sides, and not the 64 MiB
        assertThat(receiver.bytesOfHugeBody()).isLessThan(16 * 1024 * 1024);
    }

    @Test
    @DisplayName("failures are told in words that betray no address")
    void tellsFailures() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Map<Answer, String> told = Map.of(
                Answer.RESET, "the connection ended before the answer",
                Answer.GARBAGE, "the answer is not HTTP",
                Answer.REDIRECT, "status 307: redirects are not followed");
        told.forEach((answer, error) -> {
            String id = webhooks.register(webhooks.receiver(answer).url("/")).webhookId();
            assertThat(dispatcher.test(id).block(SOON).error()).startsWith(error);
        });
        Receiver closed = webhooks.receiver(Answer.OK);
        closed.close();
        assertThat(dispatcher
                        .test(webhooks.register(closed.url("/")).webhookId())
                        .block(SOON)
                        .error())
                .isEqualTo("no connection");
        dispatcher.stop(SOON).block(SOON);
        WebhookDispatcher restarted = webhooks.start(HASTY.attemptTimeout(Duration.ofMillis(200)));
        String silent =
                webhooks.register(webhooks.receiver(Answer.STALL).url("/")).webhookId();
        assertThat(restarted.test(silent).block(SOON).error()).isEqualTo("no answer within 200 ms");
    }

    @Test
    @DisplayName("what a server says that does not speak TLS is not told")
    void keepsWhatIsNotTls() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        DisposableServer mail = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((in, out) ->
                        out.sendString(Mono.just("220 mail.internal ESMTP\r\n")).neverComplete())
                .bindNow(SOON);

        String error = dispatcher
                .test(webhooks.register("https://127.0.0.1:" + mail.port() + "/")
                        .webhookId())
                .block(SOON)
                .error();

        mail.disposeNow(SOON);
        assertThat(error).isEqualTo("no secure connection: the answer is not TLS");
    }

    @Test
    @DisplayName("a certificate that nobody vouches for is refused before anything is posted")
    void checksCertificates(@TempDir Path folder) throws Exception {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        try (Receiver receiver = Receiver.withCertificateOfItsOwn(folder)) {
            assertThat(dispatcher
                            .test(webhooks.register(receiver.url("/")).webhookId())
                            .block(SOON)
                            .error())
                    .startsWith("no secure connection");
            assertThat(receiver.posted()).isEmpty();
        }
    }
}
