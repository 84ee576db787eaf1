package io.agentflux.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.sandbox.HastyCaller;
import io.agentflux.sandbox.experiment.EventType;
import io.agentflux.sandbox.store.Change;
import io.agentflux.sandbox.store.DecisionEvent;
import io.agentflux.sandbox.store.Document;
import io.agentflux.sandbox.store.EventQuery;
import io.agentflux.sandbox.store.ExperimentEvent;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.Receiver.Answer;
import io.agentflux.sandbox.webhook.Receiver.Posted;
import io.agentflux.sandbox.webhook.WebhookDocuments.Registered;
import io.agentflux.sandbox.webhook.WebhookDocuments.Retiring;
import io.agentflux.sandbox.webhook.WebhookRefusedException.Reason;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;
import reactor.test.StepVerifier;

class WebhookDispatcherTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final WebhookOptions HASTY = WebhookOptions.ofDefaults()
            .allowing(List.of("127.0.0.0/8"))
            .trying(3, Duration.ofMillis(20), Duration.ofMillis(40))
            .attemptTimeout(SOON);

    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final List<Receiver> receivers = new ArrayList<>();
    private WebhookDispatcher dispatcher;

    private WebhookDispatcher dispatcher(WebhookOptions options) {
        return dispatcher(options, Schedulers.parallel());
    }

    private WebhookDispatcher dispatcher(WebhookOptions options, Scheduler scheduler) {
        dispatcher = WebhookDispatcher.start(store, options, scheduler).block(SOON);
        return dispatcher;
    }

    /** By whose time everything is prompt, however slow this machine is. */
    private static final class StandingTime implements Scheduler {
        @Override
        public Disposable schedule(Runnable task) {
            return Schedulers.parallel().schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return Schedulers.parallel().schedule(task, delay, unit);
        }

        @Override
        public Worker createWorker() {
            return Schedulers.parallel().createWorker();
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(NOON.toEpochMilli(), TimeUnit.MILLISECONDS);
        }
    }

    @AfterEach
    void close() {
        if (dispatcher != null) {
            dispatcher.stop(Duration.ZERO).block(SOON);
        }
        receivers.forEach(Receiver::close);
        store.close().block(SOON);
    }

    private Receiver receiver(Answer... answers) {
        Receiver receiver = Receiver.answering(post -> answers[Math.min(post, answers.length - 1)]);
        receivers.add(receiver);
        return receiver;
    }

    private WebhookInfo register(String url, WebhookEvent... events) {
        return dispatcher
                .register("exp_1", "var_a", new WebhookRegistration(URI.create(url), Set.of(events)))
                .block(SOON);
    }

    private DeliveryState state(String webhookId) {
        return dispatcher.webhook(webhookId).delivery();
    }

    private void happen(@Nullable String variantId, String type, String id, @Nullable String outcome, String body) {
        store.append(new ExperimentEvent("exp_1", variantId, type, id, NOON, outcome, body))
                .block(SOON);
    }

    private void decide(String id) {
        happen("var_a", "decision", id, "accepted", "{\"appliedConfig\":{\"scanXp\":12.0}}");
    }

    private static void await(BooleanSupplier condition) {
        await("the expected did not happen", condition);
    }

    private static void await(String what, BooleanSupplier condition) {
        Mono.fromSupplier(condition::getAsBoolean)
                .subscribeOn(Schedulers.boundedElastic())
                .filter(met -> met)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(5), Schedulers.parallel()))
                .timeout(SOON, Mono.error(() -> new AssertionError(what)), Schedulers.parallel())
                .block();
    }

    private static List<String> eventIds(List<Posted> posted) {
        return posted.stream().map(Posted::eventId).toList();
    }

    @Test
    @DisplayName("a webhook is told of the four events of its variant and its experiment, in one signed form")
    void tells() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.NO_CONTENT);
        WebhookInfo webhook = register(receiver.url("/hook?key=1"));

        happen(
                "var_a",
                "decision",
                "dec_1",
                "accepted",
                "{\"appliedConfig\":{\"scanXp\":12.0},\"reasoning\":\"Überzeugt\",\"evidence\":{\"a\":1},\"accepted\":true}");
        happen("var_a", "decision", "dec_2", "rejected", "{}");
        happen("var_b", "decision", "dec_3", "accepted", "{}");
        happen("var_a", "day", "day_1", null, "{}");
        happen("var_a", "heartbeat-timeout", "hb_1", null, "{\"limitSeconds\":180}");
        happen(null, "frozen", "fr_1", null, "{\"reason\":\"retention\"}");
        happen("var_a", "anomaly", "an_1", null, "not an object");
        await(() -> receiver.posted().size() >= 4);

        assertThat(webhook.events())
                .containsExactly(
                        "config_updated", "heartbeat_timeout", "circuit_breaker_triggered", "anomaly_detected");
        assertThat(receiver.posted())
                .extracting(Posted::type)
                .containsExactly(
                        "config_updated", "heartbeat_timeout", "circuit_breaker_triggered", "anomaly_detected");
        Posted first = receiver.posted().get(0);
        assertThat(first.path()).isEqualTo("/hook?key=1");
        assertThat(first.body())
                .isEqualTo("{\"type\":\"config_updated\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"data\":"
                        + "{\"experimentId\":\"exp_1\",\"variantId\":\"var_a\",\"eventId\":\"dec_1\",\"details\":"
                        + "{\"appliedConfig\":{\"scanXp\":12},\"reasoning\":\"Überzeugt\"}}}");
        assertThat(first.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "AgentFlux-Webhooks/1");
        assertThat(receiver.posted().get(2).json().at("/data/variantId").isNull())
                .isTrue();
        assertThat(receiver.posted().get(2).json().at("/data/details/reason").asString())
                .isEqualTo("retention");
        assertThat(receiver.posted())
                .allMatch(post -> post.isSignedWith(webhook.secret().reveal()))
                .noneMatch(post -> post.isSignedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .extracting(Posted::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("msg_\\d+_[0-9a-f]{16}"));
    }

    @Test
    @DisplayName("while a new secret comes in messages are signed by both, the newest first, also after a restart")
    void rotatesSecrets() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.OK);
        WebhookInfo old = register(receiver.url("/"));
        WebhookInfo rotated =
                dispatcher.rotateSecret(old.webhookId(), Duration.ofHours(1)).block(SOON);
        decide("dec_1");
        await(() -> receiver.posted().size() == 1);
        dispatcher.stop(SOON).block(SOON);
        dispatcher(HASTY);
        decide("dec_2");
        await(() -> receiver.posted().size() == 2);
        WebhookInfo atOnce =
                dispatcher.rotateSecret(old.webhookId(), Duration.ZERO).block(SOON);
        decide("dec_3");
        await(() -> receiver.posted().size() == 3);

        List<Posted> posted = receiver.posted();
        assertThat(posted.subList(0, 2))
                .allMatch(post -> post.isSignedWith(old.secret().reveal()))
                .allMatch(post -> post.isSignedWith(rotated.secret().reveal()))
                .allMatch(post -> post.headers().get("webhook-signature").matches("v1,[^ ]+ v1,[^ ]+"));
        assertThat(posted.get(2))
                .matches(post -> post.isSignedWith(atOnce.secret().reveal()))
                .matches(post -> !post.isSignedWith(rotated.secret().reveal()));
        assertThat(store.events(EventQuery.all().ofTypes(EventType.WEBHOOK_SECRET_ROTATED))
                        .collectList()
                        .block(SOON))
                .hasSize(2)
                .noneMatch(stored -> stored.event().body().contains("whsec_"));
    }

    @Test
    @DisplayName("the next change of a webhook is taken in the very moment in which the one before is answered")
    void changesAgainAtOnce() {
        dispatcher(HASTY);
        String id = register("https://a.example/").webhookId();

        StepVerifier.create(dispatcher
                        .rotateSecret(id, Duration.ZERO)
                        .flatMap(answered -> dispatcher.rotateSecret(id, Duration.ZERO))
                        .flatMap(answered -> dispatcher.delete(id)))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    @DisplayName("an old secret is used up to its last moment only, and neither it nor the webhook is printed")
    void retiresSecrets() {
        Registered registered = new Registered(
                new Webhook("wh_1", "exp_1", "var_a", URI.create("https://a.example/"), Set.of(), NOON),
                WebhookSecret.of("whsec_bmV3"),
                new Retiring(WebhookSecret.of("whsec_b2xk"), NOON.plusSeconds(60)));

        assertThat(registered.secretsAt(NOON.plusMillis(59_999)))
                .extracting(WebhookSecret::reveal)
                .containsExactly("whsec_bmV3", "whsec_b2xk");
        assertThat(registered.secretsAt(NOON.plusSeconds(60)))
                .extracting(WebhookSecret::reveal)
                .containsExactly("whsec_bmV3");
        assertThat(registered.toString()).doesNotContain("bmV3", "b2xk");
    }

    @Test
    @DisplayName("however many are registered at the same time, a variant has no more than it may")
    void holdsTheLimitUnderConcurrency() {
        dispatcher(new WebhookOptions(
                List.of(), 5, 8, 3, Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofSeconds(5), 100));
        WebhookRegistration wanted = new WebhookRegistration(URI.create("https://a.example/"), Set.of());

        for (int round = 0; round < 3; round++) {
            List<Boolean> registered = Flux.range(0, 40)
                    .flatMap(
                            number -> dispatcher
                                    .register("exp_1", "var_a", wanted)
                                    .subscribeOn(Schedulers.parallel())
                                    .map(info -> true)
                                    .onErrorResume(WebhookRefusedException.class, full -> Mono.just(false)),
                            40)
                    .collectList()
                    .block(SOON);

            assertThat(registered).hasSize(40);
            assertThat(registered.stream().filter(done -> done)).hasSize(round == 0 ? 5 : 1);
            assertThat(dispatcher.webhooks()).hasSize(5);
            dispatcher.delete(dispatcher.webhooks().get(0).webhook().id()).block(SOON);
        }
    }

    @Test
    @DisplayName(
            "an update is told as the audit log tells it: what was cut back is marked, moments are never too early")
    void tellsDecisions() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.NO_CONTENT);
        register(receiver.url("/"));
        decide("dec_1", Map.of("scanXp", new ClampedDelta(10, 100, 15, 50, 10, 5)));
        decide("dec_2", Map.of());
        await(() -> receiver.posted().size() >= 2);

        assertThat(receiver.posted())
                .extracting(post -> post.json().at("/data/details").toString())
                .containsExactly(
                        "{\"economyOverrides\":{\"scanXp\":100},\"reasoning\":\"more\",\"appliedConfig\":{\"scanXp\":15},"
                                + "\"clampedDeltas\":{\"scanXp\":{\"previous\":10,\"requested\":100,\"applied\":15,"
                                + "\"clamped\":true,\"deltaPercent\":50,\"baseline\":10,\"maxDelta\":5}},"
                                + "\"nextAllowedUpdate\":\"2026-03-01T12:01:01Z\"}",
                        "{\"economyOverrides\":{\"scanXp\":100},\"reasoning\":\"more\",\"appliedConfig\":{\"scanXp\":15},"
                                + "\"nextAllowedUpdate\":\"2026-03-01T12:01:01Z\"}");
    }

    private void decide(String id, Map<String, ClampedDelta> clampedDeltas) {
        ConfigResult result = new ConfigResult(
                true,
                Map.of("scanXp", 15.0),
                clampedDeltas,
                null,
                null,
                NOON.plusSeconds(60).plusMillis(1),
                id,
                List.of());
        ConfigUpdate update = new ConfigUpdate(Map.of("scanXp", 100.0), "more", Map.of("private", 1));
        store.append(new DecisionEvent("exp_1", "var_a", new Decision(id, NOON, update, result), null).toEvent())
                .block(SOON);
    }

    @Test
    @DisplayName("a webhook is told only of the events it asked for, and of nothing from before it was registered")
    void filters() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.OK);
        decide("dec_0");
        register(receiver.url("/"), WebhookEvent.ANOMALY_DETECTED);
        decide("dec_1");
        happen("var_a", "anomaly", "an_1", null, "{}");
        await(() -> !receiver.posted().isEmpty());

        assertThat(eventIds(receiver.posted())).containsExactly("an_1");
    }

    @Test
    @DisplayName("a message that fails is tried again under the same id, and the next one waits for it")
    void retries() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.ERROR, Answer.RESET, Answer.OK);
        register(receiver.url("/"));
        decide("dec_1");
        decide("dec_2");
        await(() -> receiver.taken().size() == 2);

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_1", "dec_1", "dec_2");
        assertThat(receiver.posted().subList(0, 3))
                .extracting(Posted::id)
                .containsOnly(receiver.posted().get(0).id());
        await(() -> dispatcher.statistics().delivered() == 2);
        assertThat(dispatcher.statistics().failedAttempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("a message that fails too often is put aside, the log says so, and it can be delivered again")
    void givesUp() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.ERROR, Answer.REDIRECT, Answer.GARBAGE, Answer.OK);
        String id = register(receiver.url("/")).webhookId();
        decide("dec_1");
        decide("dec_2");
        await(() -> receiver.taken().size() == 1);

        List<UndeliveredMessage> aside =
                dispatcher.undelivered(id).collectList().block(SOON);
        assertThat(aside).hasSize(1);
        assertThat(aside.get(0).messageId()).isEqualTo(receiver.posted().get(0).id());
        assertThat(aside.get(0).type()).isEqualTo("config_updated");
        assertThat(aside.get(0).lastError()).contains("not HTTP");
        assertThat(store.events(EventQuery.ofExperiment("exp_1").ofTypes(EventType.WEBHOOK_GAVE_UP))
                        .map(stored -> stored.event().body())
                        .collectList()
                        .block(SOON))
                .singleElement()
                .asString()
                .contains(id, aside.get(0).messageId());

        assertThat(dispatcher.replayGivenUp(id).block(SOON)).isEqualTo(1);
        await(() -> receiver.taken().size() == 2);
        await(() -> dispatcher.undelivered(id).collectList().block(SOON).isEmpty());
        assertThat(eventIds(receiver.taken())).containsExactly("dec_2", "dec_1");
        assertThat(receiver.posted()).extracting(Posted::path).containsOnly("/");
        assertThat(dispatcher.replayGivenUp(id).block(SOON)).isZero();
    }

    @Test
    @DisplayName("what was delivered can be delivered again: one message, or all since an instant")
    void replays() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.OK);
        String id = register(receiver.url("/")).webhookId();
        decide("dec_1");
        decide("dec_2");
        await(() -> dispatcher.statistics().delivered() == 2);

        assertThat(dispatcher.replayMessage(id, receiver.posted().get(1).id()).block(SOON))
                .isEqualTo(1);
        await(() -> receiver.posted().size() == 3);
        await(() -> dispatcher.undelivered(id).collectList().block(SOON).isEmpty());
        assertThat(dispatcher.replaySince(id, NOON).block(SOON)).isEqualTo(2);
        await(() -> receiver.posted().size() == 5);
        assertThat(dispatcher.replaySince(id, NOON.plusSeconds(1)).block(SOON)).isZero();

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_2", "dec_2", "dec_1", "dec_2");
        assertThat(receiver.posted())
                .extracting(Posted::id)
                .containsOnly(
                        receiver.posted().get(0).id(), receiver.posted().get(1).id());
        String another = receiver.posted().get(0).id().replaceFirst("msg_\\d+_", "msg_9_");
        for (String unknown :
                List.of("", "msg_", "dec_1", another, receiver.posted().get(0).id() + "0")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> dispatcher.replayMessage(id, unknown).block(SOON))
                    .matches(refused -> refused.reason() == Reason.UNKNOWN);
        }
    }

    @Test
    @DisplayName("what is to be delivered again leaves though whoever asked for it hung up")
    void replaysForOneWhoHungUp() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.OK);
        String id = register(receiver.url("/")).webhookId();
        long before = state(id).settled();
        decide("dec_1");
        await(() -> state(id).settled() > before);

        HastyCaller.hangUpOn(dispatcher.replaySince(id, NOON), store);

        await(() -> receiver.posted().size() == 2);
    }

    @Test
    @DisplayName("where a webhook cannot be read nothing is started, and nothing stays open")
    void startsWholeOrNotAtAll() {
        dispatcher(HASTY);
        register("https://a.example/");
        store.put(Document.of("webhook", "wh_torn", "{}")).block(SOON);
        AtomicBoolean closed = new AtomicBoolean();
        AddressResolverGroup<InetSocketAddress> names = new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                throw new AssertionError("nobody asks");
            }

            @Override
            public void close() {
                closed.set(true);
                super.close();
            }
        };

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> WebhookDispatcher.start(store, HASTY, () -> names, Schedulers.parallel())
                        .block(SOON));

        assertThat(closed).isTrue();
    }

    @Test
    @DisplayName("a restart forgets neither failed attempts nor what is to be delivered again")
    void remembers() {
        dispatcher(HASTY.trying(2, Duration.ofMinutes(30), Duration.ofMinutes(30)));
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.OK);
        Receiver receiver = Receiver.answering(post -> answer.get());
        receivers.add(receiver);
        String id = register(receiver.url("/")).webhookId();
        decide("dec_1");
        await(() -> dispatcher.statistics().delivered() == 1);
        answer.set(Answer.ERROR);
        decide("dec_2");
        await(() -> state(id).failedAttempts() == 1);
        assertThat(dispatcher.replaySince(id, NOON).block(SOON)).isEqualTo(1);
        await(() -> receiver.posted().size() == 3);
        Instant nextAttempt = state(id).nextAttempt();
        dispatcher.stop(SOON).block(SOON);

        answer.set(Answer.OK);
        dispatcher(HASTY);
        await(() -> receiver.posted().size() == 4);

        assertThat(eventIds(receiver.taken())).containsExactly("dec_1", "dec_1");
        assertThat(state(id).failedAttempts()).isEqualTo(1);
        assertThat(state(id).nextAttempt()).isEqualTo(nextAttempt);
        await(() -> dispatcher.undelivered(id).collectList().block(SOON).isEmpty());
    }

    @Test
    @DisplayName("a receiver that answers 410 is left alone until a test succeeds; then it is told what it missed")
    void switchesOff() {
        dispatcher(HASTY);
        AtomicReference<Answer> answer = new AtomicReference<>(Answer.GONE);
        Receiver receiver = Receiver.answering(post -> answer.get());
        receivers.add(receiver);
        String id = register(receiver.url("/")).webhookId();
        decide("dec_1");
        await(() -> !state(id).isOn());
        decide("dec_2");

        assertThat(state(id).switchedOff()).contains("410");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> dispatcher.replayGivenUp(id).block(SOON))
                .matches(refused -> refused.reason() == Reason.OFF);
        assertThat(dispatcher.test(id).block(SOON).status()).isEqualTo(410);
        assertThat(state(id).isOn()).isFalse();

        answer.set(Answer.OK);
        assertThat(dispatcher.test(id).block(SOON).isDelivered()).isTrue();
        await(() -> receiver.taken().size() == 3);
        assertThat(receiver.taken())
                .extracting(Posted::type)
                .containsExactly("webhook_test", "config_updated", "config_updated");
        assertThat(eventIds(receiver.taken()).subList(1, 3)).containsExactly("dec_1", "dec_2");
    }

    @Test
    @DisplayName("a receiver that fails message after message is switched off")
    void switchesOffTheDead() {
        dispatcher(new WebhookOptions(
                List.of("127.0.0.0/8"),
                100,
                64,
                1,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofSeconds(5),
                3));
        Receiver receiver = receiver(Answer.ERROR);
        String id = register(receiver.url("/")).webhookId();
        IntStream.range(0, 10).forEach(number -> decide("dec_" + number));
        await(() -> !state(id).isOn());

        assertThat(state(id).switchedOff()).isEqualTo("3 messages in a row could not be delivered");
        assertThat(eventIds(receiver.posted())).containsExactly("dec_0", "dec_1", "dec_2");
        assertThat(dispatcher.undelivered(id).count().block(SOON)).isEqualTo(3);
    }

    /** The same store, but for when it says that a webhook is removed. */
    private ExperimentStore sayingLateWhatIsRemoved(Mono<Void> moment) {
        return (ExperimentStore) Proxy.newProxyInstance(
                ExperimentStore.class.getClassLoader(),
                new Class<?>[] {ExperimentStore.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    boolean isRemoval = method.getName().equals("commit")
                            && ((List<?>) arguments[0])
                                    .stream()
                                            .anyMatch(change -> change instanceof Change.Remove removed
                                                    && removed.kind().equals("webhook"));
                    return isRemoval ? ((Mono<?>) answer).delayUntil(made -> moment) : answer;
                });
    }

    @Test
    @DisplayName("what a delivery keeps while its webhook is being deleted is removed with it")
    void leavesNothingOfADeletion() throws Exception {
        Sinks.Empty<Void> removalIsTold = Sinks.empty();
        dispatcher = WebhookDispatcher.start(
                        sayingLateWhatIsRemoved(removalIsTold.asMono()), HASTY, Schedulers.parallel())
                .block(SOON);
        String id = register(receiver(Answer.NO_CONTENT).url("/")).webhookId();

        CompletableFuture<Void> deleted = dispatcher.delete(id).toFuture();
        await(() -> kept("webhook").isEmpty());
        decide("dec_1");
        await(() -> kept("webhook-delivery").get(0).version() > 1);
        removalIsTold.tryEmitEmpty();
        deleted.get(SOON.toSeconds(), TimeUnit.SECONDS);

        assertNothingKept(id);
    }

    private List<Document> kept(String kind) {
        return store.documents(kind).collectList().block(SOON);
    }

    private void assertNothingKept(String webhookId) {
        for (String kind : List.of("webhook", "webhook-delivery", "webhook-undelivered-" + webhookId)) {
            assertThat(kept(kind)).isEmpty();
        }
    }

    @Test
    @DisplayName("a deletion that a kill cut short is finished at the next start")
    void finishesDeletion() {
        dispatcher = WebhookDispatcher.start(sayingLateWhatIsRemoved(Mono.never()), HASTY, Schedulers.parallel())
                .block(SOON);
        String id = register(receiver(Answer.ERROR).url("/")).webhookId();
        decide("dec_1");
        await(() -> !kept("webhook-undelivered-" + id).isEmpty());
        dispatcher.delete(id).subscribe();
        await(() -> kept("webhook").isEmpty());
        dispatcher.stop(Duration.ZERO).block(SOON);

        dispatcher(HASTY);

        assertNothingKept(id);
    }

    @Test
    @DisplayName("a deleted webhook is told nothing more, and nothing is kept of it")
    void deletes() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.STALL);
        String id = register(receiver.url("/")).webhookId();
        decide("dec_1");
        await(() -> receiver.posted().size() == 1);

        dispatcher.delete(id).block(SOON);

        assertThat(dispatcher.webhooks()).isEmpty();
        assertNothingKept(id);
        await("the attempt goes on", () -> dispatcher.statistics().inFlight() == 0);
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> dispatcher.delete(id).block(SOON))
                .withMessage("Webhook " + id + " not found")
                .matches(refused -> refused.reason() == Reason.UNKNOWN);
    }

    @Test
    @DisplayName("huge and unfinished answers are not read to their end, and count by their status")
    void boundsAnswers() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.HUGE_BODY, Answer.HALF_BODY, Answer.OK);
        register(receiver.url("/"));
        decide("dec_1");
        decide("dec_2");
        decide("dec_3");
        await(() -> receiver.posted().size() == 3);

        assertThat(eventIds(receiver.posted())).containsExactly("dec_1", "dec_2", "dec_3");
        // what sockets buffer on both sides, and not the 64 MiB
        assertThat(receiver.bytesOfHugeBody()).isLessThan(16 * 1024 * 1024);
    }

    @Test
    @DisplayName("the time a receiver asks for is given to it")
    void heedsRetryAfter() {
        dispatcher(HASTY.trying(3, Duration.ofMillis(1), Duration.ofMinutes(30)));
        Receiver receiver = receiver(Answer.BUSY);
        String id = register(receiver.url("/")).webhookId();
        Instant before = Instant.now();
        decide("dec_1");
        await(() -> state(id).failedAttempts() == 1);

        assertThat(state(id).nextAttempt())
                .isAfterOrEqualTo(before.plus(Duration.ofMinutes(30)).minusMillis(1));
        assertThat(state(id).lastError()).isEqualTo("status 503");
    }

    @Test
    @DisplayName("any number of receivers that stall delays none that answers")
    void isolates() {
        dispatcher(
                new WebhookOptions(
                        List.of("127.0.0.0/8"),
                        100,
                        4,
                        1,
                        Duration.ofMillis(1),
                        Duration.ofMillis(1),
                        Duration.ofMinutes(2),
                        100),
                new StandingTime());
        Receiver good = receiver(Answer.OK);
        Receiver bad = receiver(Answer.STALL);
        register(good.url("/"));
        decide("dec_0");
        await(() -> good.posted().size() == 1);
        await(() -> dispatcher.statistics().delivered() == 1);
        IntStream.range(0, 20).forEach(number -> register(bad.url("/" + number)));

        IntStream.rangeClosed(1, 20).forEach(number -> decide("dec_" + number));
        await(() -> !bad.posted().isEmpty());
        await(() -> good.posted().size() == 21);

        // one slot is for all that stall, and it is still taken
        assertThat(bad.posted()).hasSize(1);
        assertThat(dispatcher.statistics().failedAttempts()).isZero();
    }

    @Test
    @DisplayName("targets inside this network are refused, whether the URL or the name service leads there")
    void refusesPrivateTargets() {
        dispatcher(WebhookOptions.ofDefaults().trying(1, Duration.ofMillis(1), Duration.ofMillis(1)));
        Receiver receiver = receiver(Answer.OK);

        for (String url : List.of(
                receiver.url("/"),
                "http://[::1]:" + receiver.port(),
                "http://[::ffff:127.0.0.1]:" + receiver.port(),
                "http://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> register(url))
                    .matches(refused -> refused.reason() == Reason.TARGET)
                    .withMessageContaining("not a public address");
        }
        for (String url : List.of("http://2130706433/", "http://0x7f000001/", "http://017700000001/")) {
            assertThatExceptionOfType(WebhookRefusedException.class)
                    .isThrownBy(() -> register(url))
                    .matches(refused -> refused.reason() == Reason.TARGET)
                    .withMessageContaining("which some take for an address");
        }
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> register("http://localhost:" + receiver.port()))
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
        dispatcher = WebhookDispatcher.start(store, HASTY, () -> names(meaning::get), Schedulers.parallel())
                .block(SOON);

        String id = register("http://hook.example/").webhookId();
        meaning.set(List.of(inside));

        assertThat(dispatcher.test(id).block(SOON).error())
                .isEqualTo("host 'hook.example' has no address that webhooks may be delivered to");
        decide("dec_1");
        await(() -> state(id).givenUpInARow() == 1);
    }

    @Test
    @DisplayName("an address that was allowed when the webhook was registered is refused once it is not")
    void checksAtDelivery() {
        dispatcher(HASTY);
        Receiver receiver = receiver(Answer.OK);
        String id = register(receiver.url("/")).webhookId();
        dispatcher.stop(SOON).block(SOON);

        dispatcher(WebhookOptions.ofDefaults());

        assertThat(dispatcher.test(id).block(SOON).error()).contains("no address that webhooks may be delivered to");
        assertThat(receiver.posted()).isEmpty();
    }

    @Test
    @DisplayName("of a name's addresses only those that are allowed are connected to, whatever it meant before")
    void resistsRebinding() throws UnknownHostException {
        InetAddress inside = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});
        InetAddress allowed = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        AtomicReference<List<InetAddress>> meaning = new AtomicReference<>(List.of(inside, allowed));
        dispatcher = WebhookDispatcher.start(store, HASTY, () -> names(meaning::get), Schedulers.parallel())
                .block(SOON);
        Receiver receiver = receiver(Answer.OK);
        String id = register("http://hook.example:" + receiver.port()).webhookId();

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
    @DisplayName("a URL with a user, one that is too long, and one webhook too many are refused")
    void refusesRegistrations() {
        dispatcher(new WebhookOptions(
                List.of(), 1, 2, 1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1), 1));

        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> register("https://user:secret@example.org/"))
                .withMessageNotContaining("secret");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> register("https://example.org/" + "x".repeat(3000)));
        register("https://example.org/");
        assertThatExceptionOfType(WebhookRefusedException.class)
                .isThrownBy(() -> register("https://example.org/"))
                .matches(refused -> refused.reason() == Reason.LIMIT);
        assertThat(dispatcher
                        .register(
                                "exp_1", "var_b", new WebhookRegistration(URI.create("https://example.org/"), Set.of()))
                        .block(SOON))
                .isNotNull();
    }

    @Test
    @DisplayName("failures are told in words that betray no address")
    void tellsFailures() {
        dispatcher(HASTY);
        Map<Answer, String> told = Map.of(
                Answer.RESET, "the connection ended before the answer",
                Answer.GARBAGE, "the answer is not HTTP",
                Answer.REDIRECT, "status 307: redirects are not followed");
        told.forEach((answer, error) -> {
            String id = register(receiver(answer).url("/")).webhookId();
            assertThat(dispatcher.test(id).block(SOON).error()).startsWith(error);
        });
        Receiver closed = receiver(Answer.OK);
        closed.close();
        assertThat(dispatcher
                        .test(register(closed.url("/")).webhookId())
                        .block(SOON)
                        .error())
                .isEqualTo("no connection");
        dispatcher.stop(SOON).block(SOON);
        dispatcher(HASTY.attemptTimeout(Duration.ofMillis(200)));
        String silent = register(receiver(Answer.STALL).url("/")).webhookId();
        assertThat(dispatcher.test(silent).block(SOON).error()).isEqualTo("no answer within 200 ms");
    }

    @Test
    @DisplayName("what a server says that does not speak TLS is not told")
    void keepsWhatIsNotTls() {
        dispatcher(HASTY);
        DisposableServer mail = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((in, out) ->
                        out.sendString(Mono.just("220 mail.internal ESMTP\r\n")).neverComplete())
                .bindNow(SOON);

        String error = dispatcher
                .test(register("https://127.0.0.1:" + mail.port() + "/").webhookId())
                .block(SOON)
                .error();

        mail.disposeNow(SOON);
        assertThat(error).isEqualTo("no secure connection: the answer is not TLS");
    }

    @Test
    @DisplayName("a certificate that nobody vouches for is refused before anything is posted")
    void checksCertificates(@TempDir Path folder) throws Exception {
        dispatcher(HASTY);
        Receiver receiver = Receiver.withCertificateOfItsOwn(folder);
        receivers.add(receiver);

        assertThat(dispatcher
                        .test(register(receiver.url("/")).webhookId())
                        .block(SOON)
                        .error())
                .startsWith("no secure connection");
        assertThat(receiver.posted()).isEmpty();
    }

    @Test
    @DisplayName("a secret is told once and printed nowhere")
    void keepsSecrets() {
        dispatcher(HASTY);
        WebhookInfo info = register(receiver(Answer.OK).url("/"));
        String secret = info.secret().reveal();

        assertThat(info.toString()).doesNotContain(secret).contains("whsec_***");
        assertThat(dispatcher.webhook(info.webhookId()).toString()).doesNotContain("whsec");
        assertThat(store.events(EventQuery.all())
                        .map(stored -> stored.event().body())
                        .collectList()
                        .block(SOON))
                .hasSize(1)
                .noneMatch(body -> body.contains("whsec"));
    }
}
