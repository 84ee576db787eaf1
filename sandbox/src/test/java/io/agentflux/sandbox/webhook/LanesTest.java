package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.agentflux.arena.WebhookSecret;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.Lanes.Place;
import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class LanesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Place PLACE = new Place("exp_1", "var_a");

    private final Scheduler scheduler = Schedulers.parallel();
    private final Targets targets = Targets.publicAnd(List.of());
    private final Sender sender =
            new Sender(new CheckedResolverGroup(DefaultAddressResolverGroup.INSTANCE, targets), SOON, scheduler);
    private final Lanes lanes = new Lanes(2);

    @AfterEach
    void close() {
        sender.close();
    }

    private Lane lane(String id, String variantId) {
        Webhook webhook = new Webhook(
                id,
                "exp_1",
                variantId,
                URI.create("https://a.example/"),
                Set.of(),
                Instant.parse("2026-03-01T12:00:00Z"));
        Courier courier = new Courier(
                new Registered(webhook, WebhookSecret.of("whsec_bmV3"), null),
                sender,
                new DeliverySlots(8),
                new Courier.Counters());
        return new Lane(
                courier,
                DeliveryState.after(0),
                new WebhookDocuments(ExperimentStore.inMemory(scheduler), scheduler),
                WebhookOptions.ofDefaults(),
                scheduler);
    }

    private static void assertRefused(Reason reason, Runnable asked) {
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(asked::run)
                .matches(refused -> refused.reason() == reason);
    }

    @Test
    @DisplayName(
            "a variant's places are those of its lanes and those that are reserved, until one is given up or removed")
    void places() {
        lanes.reserve(PLACE);
        lanes.reserve(PLACE);
        assertRefused(Reason.LIMIT, () -> lanes.reserve(PLACE));
        assertThatNoException().isThrownBy(() -> lanes.reserve(new Place("exp_1", "var_b")));

        lanes.fill(lane("wh_1", "var_a"));
        assertRefused(Reason.LIMIT, () -> lanes.reserve(PLACE));

        lanes.giveUp(PLACE);
        lanes.reserve(PLACE);
        assertRefused(Reason.LIMIT, () -> lanes.reserve(PLACE));

        lanes.remove("wh_1");
        lanes.reserve(PLACE);
        assertRefused(Reason.LIMIT, () -> lanes.reserve(PLACE));
    }

    @Test
    @DisplayName("a webhook is changed by one at a time, to its end though whoever asked for it hangs up")
    void changes() {
        lanes.add(lane("wh_1", "var_a"));
        lanes.add(lane("wh_2", "var_a"));
        Sinks.Empty<Void> end = Sinks.empty();
        AtomicBoolean ended = new AtomicBoolean();
        lanes.changing("wh_1", lane -> end.asMono().doOnSuccess(done -> ended.set(true)))
                .subscribe()
                .dispose();

        assertRefused(
                Reason.BUSY, () -> lanes.changing("wh_1", lane -> Mono.empty()).block(SOON));
        assertThat(lanes.changing("wh_2", lane -> Mono.just("another")).block(SOON))
                .isEqualTo("another");
        end.tryEmitEmpty();

        assertThat(ended).isTrue();
        assertThat(lanes.changing("wh_1", lane -> Mono.just("next")).block(SOON))
                .isEqualTo("next");
    }

    @Test
    @DisplayName("a change that fails leaves room for the next one, and there is none of a webhook that is not there")
    void failures() {
        lanes.add(lane("wh_1", "var_a"));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> lanes.changing("wh_1", lane -> Mono.error(new IllegalStateException("no")))
                        .block(SOON));
        assertThat(lanes.changing("wh_1", lane -> Mono.just("next")).block(SOON))
                .isEqualTo("next");
        assertRefused(Reason.UNKNOWN, () -> lanes.require("wh_9"));
        assertRefused(Reason.UNKNOWN, () -> lanes.changing("wh_9", lane -> Mono.empty())
                .block(SOON));
    }
}
