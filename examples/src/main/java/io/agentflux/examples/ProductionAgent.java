package io.agentflux.examples;

import io.agentflux.AgentFlux;
import io.agentflux.Backoff;
import io.agentflux.Cadence;
import io.agentflux.RunningAgent;
import io.agentflux.StopReason;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Metric;
import io.agentflux.arena.Signals;
import io.agentflux.arena.WebhookEvent;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.http.ArenaAccess;
import io.agentflux.arena.http.ArenaClient;
import io.agentflux.arena.http.WebhookRegistration;
import io.agentflux.arena.journal.DecisionJournal;
import io.agentflux.arena.journal.JournalFile;
import io.agentflux.observability.AgentMicrometer;
import io.agentflux.strategy.ArenaAgent;
import io.agentflux.strategy.Strategy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * An agent as one would leave it alone at night: a guarded strategy, waiting until an update is allowed, a journal of decisions,
 * meters, a webhook for what a person should know, and an end that leaves nothing behind.
 */
public final class ProductionAgent {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final ArenaClient client;
    private final DecisionJournal journal;
    private final WebhookInfo webhook;
    private final RunningAgent agent;

    private ProductionAgent(ArenaClient client, DecisionJournal journal, WebhookInfo webhook, RunningAgent agent) {
        this.client = client;
        this.journal = journal;
        this.webhook = webhook;
        this.agent = agent;
    }

    /** Registers the webhook, then starts the agent. */
    static Mono<ProductionAgent> start(
            ArenaAccess access, URI webhookUrl, Path journalFile, Duration every, MeterRegistry meters) {
        ArenaClient client = ArenaClient.create(access);
        WebhookRegistration registration = new WebhookRegistration(
                webhookUrl, Set.of(WebhookEvent.CIRCUIT_BREAKER_TRIGGERED, WebhookEvent.HEARTBEAT_TIMEOUT));
        return client.registerWebhook(registration)
                .map(webhook -> {
                    DecisionJournal journal =
                            DecisionJournal.open(JournalFile.of(journalFile).rotatedAt(50_000_000, 9));
                    RunningAgent agent = description(client, every, meters).start(journal);
                    return new ProductionAgent(client, journal, webhook, agent);
                })
                .doOnError(failure -> client.close());
    }

    private static AgentFlux<Signals, ConfigUpdate, ConfigResult> description(
            ArenaClient client, Duration every, MeterRegistry meters) {
        Strategy guarded = new CustomStrategy(3, 4).holdingUntilTrusted(Metric.SCAN_FREQUENCY, Metric.RETENTION_RATE);
        return ArenaAgent.of(client, guarded)
                .named("production")
                .every(Cadence.fixedDelay(every).jitter(0.1))
                .nextTickAt(ArenaAgent::nextAllowedUpdate)
                .retrying(Backoff.exponential(1, Duration.ofSeconds(1)))
                .callTimeout(Duration.ofMinutes(1))
                .failureLimit(20)
                .instrumented(AgentMicrometer.of(meters).strategy("band"));
    }

    /** Why the agent has ended, once it has. */
    Mono<StopReason> onStop() {
        return agent.onStop();
    }

    /** Agent, webhook, journal, client: in the order in which they need one another. */
    Mono<StopReason> stop() {
        return agent.stop(GRACE)
                .delayUntil(reason -> client.deleteWebhook(webhook.webhookId()).onErrorResume(gone -> Mono.empty()))
                .delayUntil(reason -> journal.close())
                .delayUntil(reason -> client.close(GRACE));
    }

    /** Runs until Ctrl+C, or until the arena closes. The journal is the file named by the first argument, if there is one. */
    public static void main(String[] arguments) {
        Path journalFile = Path.of(arguments.length > 0 ? arguments[0] : "decisions.jsonl");
        URI webhookUrl = WebhookRegistration.ofEnvironment()
                .map(WebhookRegistration::url)
                .orElse(URI.create("https://example.org/hook"));
        MeterRegistry meters = new SimpleMeterRegistry();
        PracticeArena arena = PracticeArena.open(Duration.ofSeconds(1));
        ProductionAgent running = start(arena.access(), webhookUrl, journalFile, Duration.ofSeconds(5), meters)
                .blockOptional()
                .orElseThrow();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("Stopping: " + running.stop().block());
            meters.forEachMeter(meter -> System.out.println(meter.getId() + " " + meter.measure()));
            arena.close();
        }));
        System.out.println("Running; decisions go to " + journalFile + ", Ctrl+C stops it.");
        System.out.println("The agent has ended: " + running.onStop().block());
    }
}
