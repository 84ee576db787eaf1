package io.agentflux.sandbox.http;

import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.sandbox.webhook.WebhookDispatcher;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of a server. */
public enum SandboxMeters implements MeterDocumentation {
    /** How long answers took. */
    REQUESTS(
            "agentflux.sandbox.requests",
            Meter.Type.TIMER,
            "How long answers took, from the last header to the answer being handed to the network."),
    /** How many connections are open. */
    CONNECTIONS("agentflux.sandbox.connections", Meter.Type.GAUGE, "Connections that are open now."),
    /** How long the certificate is good for. */
    CERTIFICATE(
            "agentflux.sandbox.certificate.remaining",
            Meter.Type.GAUGE,
            "How long the certificate in use is still valid; only where TLS is spoken."),
    /** How many event streams are open. */
    STREAMS("agentflux.sandbox.streams", Meter.Type.GAUGE, "Event streams that are open now."),
    /** How many signals slow readers were spared. */
    SIGNALS_LEFT_OUT(
            "agentflux.sandbox.signals.left.out",
            Meter.Type.COUNTER,
            "Signals that slow readers of streams were spared."),
    /** How many updates were judged. */
    DECISIONS("agentflux.sandbox.decisions", Meter.Type.COUNTER, "Updates that were judged."),
    /** How often signals were asked for. */
    OBSERVATIONS("agentflux.sandbox.observations", Meter.Type.COUNTER, "Signals that agents asked for."),
    /** How many heartbeats came. */
    HEARTBEATS("agentflux.sandbox.heartbeats", Meter.Type.COUNTER, "Heartbeats that came."),
    /** How many events are kept. */
    STORE_EVENTS("agentflux.store.events", Meter.Type.GAUGE, "Events that the store keeps."),
    /** How much waits to be written. */
    STORE_WAITING("agentflux.store.waiting", Meter.Type.GAUGE, "Changes that wait to be written."),
    /** How many follow the log. */
    STORE_FOLLOWERS(
            "agentflux.store.followers", Meter.Type.GAUGE, "Readers that follow the log: streams, webhooks, monitors."),
    /** How many webhooks there are. */
    WEBHOOKS("agentflux.webhooks", Meter.Type.GAUGE, "Webhooks that are registered."),
    /** How many webhooks are switched off. */
    WEBHOOKS_SWITCHED_OFF(
            "agentflux.webhooks.switched.off",
            Meter.Type.GAUGE,
            "Webhooks that get no messages until a test succeeds."),
    /** How many messages are on their way. */
    WEBHOOK_MESSAGES(
            "agentflux.webhooks.in.flight", Meter.Type.GAUGE, "Messages to webhooks that are on their way now."),
    /** How often a message was sent. */
    WEBHOOK_ATTEMPTS("agentflux.webhooks.attempts", Meter.Type.COUNTER, "Attempts to deliver a message to a webhook."),
    /** How many messages were given up. */
    WEBHOOK_GIVEN_UP(
            "agentflux.webhooks.given.up", Meter.Type.COUNTER, "Messages to webhooks that are not tried any more.");

    private final String id;
    private final Meter.Type type;
    private final String description;

    SandboxMeters(String id, Meter.Type type, String description) {
        this.id = id;
        this.type = type;
        this.description = description;
    }

    @Override
    public String getName() {
        return id;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    @Override
    public KeyName[] getKeyNames() {
        return switch (this) {
            case REQUESTS -> new KeyName[] {Key.ROUTE, Key.METHOD, Key.STATUS};
            case DECISIONS, WEBHOOK_ATTEMPTS -> new KeyName[] {Key.OUTCOME};
            default -> new KeyName[0];
        };
    }

    /** What is measured, in a sentence. */
    public String description() {
        return description;
    }

    /** What tells apart. */
    public enum Key implements KeyName {
        /** The path of the route, with its parameters in braces; {@code none} if no route answers. */
        ROUTE,
        /** The method, as long as some route knows it. */
        METHOD,
        /** The status. */
        STATUS,
        /** Of an update {@code accepted} or {@code rejected}, of an attempt {@code delivered} or {@code failed}. */
        OUTCOME;

        @Override
        public String asString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Lets a registry see how busy a store is. */
    public static void bind(MeterRegistry registry, ExperimentStore store) {
        STORE_EVENTS.show(registry, store, of -> of.use().events());
        STORE_WAITING.show(registry, store, of -> of.use().waitingChanges());
        STORE_FOLLOWERS.show(registry, store, of -> of.use().followers());
    }

    /** Lets a registry see how webhooks do. */
    public static void bind(MeterRegistry registry, WebhookDispatcher webhooks) {
        WEBHOOKS.show(registry, webhooks, of -> of.statistics().webhooks());
        WEBHOOKS_SWITCHED_OFF.show(registry, webhooks, of -> of.statistics().switchedOff());
        WEBHOOK_MESSAGES.show(registry, webhooks, of -> of.statistics().inFlight());
        WEBHOOK_ATTEMPTS.count(
                registry, outcome("delivered"), webhooks, of -> of.statistics().delivered());
        WEBHOOK_ATTEMPTS.count(
                registry, outcome("failed"), webhooks, of -> of.statistics().failedAttempts());
        WEBHOOK_GIVEN_UP.count(
                registry, Tags.empty(), webhooks, of -> of.statistics().givenUp());
    }

    static Tags outcome(String outcome) {
        return Tags.of(Key.OUTCOME.asString(), outcome);
    }

    /** Lets a registry see how much there is of something at the moment. */
    <T> void show(MeterRegistry registry, T subject, ToDoubleFunction<T> size) {
        Gauge.builder(id, subject, size).description(description).register(registry);
    }

    /** Lets a registry see how often something has happened. */
    <T> void count(MeterRegistry registry, Tags tags, T subject, ToDoubleFunction<T> count) {
        FunctionCounter.builder(id, subject, count)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
