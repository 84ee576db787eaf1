package io.agentflux.sandbox.webhook;

import static io.agentflux.sandbox.webhook.TestWebhooks.HASTY;
import static io.agentflux.sandbox.webhook.TestWebhooks.SOON;
import static io.agentflux.sandbox.webhook.TestWebhooks.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class WebhookTargetTest {

    @AutoClose
    private final TestWebhooks webhooks = new TestWebhooks();

    private static AddressResolverGroup<InetSocketAddress> names(Supplier<List<InetAddress>> meaning) {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetNameResolver(executor) {
                    @Override
                    protected void doResolve(String name, Promise<InetAddress> promise) {
                        promise.setFailure(new AssertionError("only all addresses are asked for"));
                    }

                    @Override
                    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                        List<InetAddress> addresses = meaning.get();
                        if (addresses.isEmpty()) {
                            promise.setFailure(new UnknownHostException(name));
                        } else {
                            promise.setSuccess(addresses);
                        }
                    }
                }.asAddressResolver();
            }
        };
    }

    @Test
    @DisplayName("targets inside this network are refused, whether the URL or the name service leads there")
    void refusesPrivateTargets() {
        WebhookDispatcher dispatcher =
                webhooks.start(WebhookOptions.ofDefaults().trying(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        Receiver receiver = webhooks.receiver(Answer.OK);

        for (String url : List.of(
                receiver.url("/"),
                "http://[::1]:" + receiver.port(),
                "http://[::ffff:127.0.0.1]:" + receiver.port(),
                "http://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> webhooks.register(url))
                    .matches(refused -> refused.reason() == Reason.TARGET)
                    .withMessageContaining("not a public address");
        }
        for (String url : List.of("http://2130706433/", "http://0x7f000001/", "http://017700000001/")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> webhooks.register(url))
                    .matches(refused -> refused.reason() == Reason.TARGET)
                    .withMessageContaining("which some take for an address");
        }
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> webhooks.register("http://localhost:" + receiver.port()))
                .matches(refused -> refused.reason() == Reason.TARGET)
                .withMessage(
                        "the webhook's host 'localhost' has no address that webhooks may be delivered to; give another"
                                + " one, or let the operator allow its network");

        assertThat(dispatcher.webhooks()).isEmpty();
        assertThat(receiver.posted()).isEmpty();
    }

    @Test
    @DisplayName(
            "a name that means nothing yet may be registered, and one that will lead inside is refused at delivery")
    void checksNamesThatComeLater() throws UnknownHostException {
        InetAddress inside = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        AtomicReference<List<InetAddress>> meaning = new AtomicReference<>(List.of());
        WebhookDispatcher dispatcher = webhooks.start(
                WebhookDispatcher.start(webhooks.store, HASTY, () -> names(meaning::get), Schedulers.parallel()));

        String id = webhooks.register("http://hook.example/").webhookId();
        meaning.set(List.of(inside));

        assertThat(dispatcher.test(id).block(SOON).error())
                .isEqualTo("host 'hook.example' has no address that webhooks may be delivered to");
        webhooks.decide("dec_1");
        await(() -> webhooks.state(id).givenUpInARow() == 1);
    }

    @Test
    @DisplayName("an address that was allowed when the webhook was registered is refused once it is not")
    void checksAtDelivery() {
        WebhookDispatcher dispatcher = webhooks.start(HASTY);
        Receiver receiver = webhooks.receiver(Answer.OK);
        String id = webhooks.register(receiver.url("/")).webhookId();
        dispatcher.stop(SOON).block(SOON);

        WebhookDispatcher restarted = webhooks.start(WebhookOptions.ofDefaults());

        assertThat(restarted.test(id).block(SOON).error()).contains("no address that webhooks may be delivered to");
        assertThat(receiver.posted()).isEmpty();
    }

    @Test
    @DisplayName("of a name's addresses only those that are allowed are connected to, whatever it meant before")
    void resistsRebinding() throws UnknownHostException {
        InetAddress inside = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        InetAddress allowed = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        AtomicReference<List<InetAddress>> meaning = new AtomicReference<>(List.of(inside, allowed));
        WebhookDispatcher dispatcher = webhooks.start(
                WebhookDispatcher.start(webhooks.store, HASTY, () -> names(meaning::get), Schedulers.parallel()));
        Receiver receiver = webhooks.receiver(Answer.OK);
        String id = webhooks.register("http://hook.example:" + receiver.port()).webhookId();

        assertThat(dispatcher.test(id).block(SOON).isDelivered()).isTrue();
        meaning.set(List.of(inside));
        assertThat(dispatcher.test(id).block(SOON).error())
                .isEqualTo("host 'hook.example' has no address that webhooks may be delivered to");
        meaning.set(List.of(allowed));
        assertThat(dispatcher.test(id).block(SOON).isDelivered()).isTrue();
        assertThat(receiver.posted())
                .hasSize(2)
                .allMatch(post -> post.headers().get("host").equals("hook.example:" + receiver.port()));
    }
}
