package io.agentflux.testkit;

import io.agentflux.arena.Arena;
import io.agentflux.arena.ArenaClosedException;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.guardrail.GuardrailChain;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.guardrail.Proposal;
import io.agentflux.guardrail.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An arena for tests: it shows what the test tells it to show, fails and lingers when told to, judges updates by the guardrails
 * of every arena, and remembers what was done to it. It satisfies {@link ArenaContract}.
 *
 * <p>Publishers are cold and answer on the thread of the subscriber unless a call {@linkplain #linger lingers}. Safe for use by
 * several threads.
 */
public final class FakeArena implements Arena {

    /** What an agent may ask of an arena. */
    public enum Operation {
        /** {@link Arena#variant}. */
        VARIANT,
        /** {@link Arena#signals}. */
        SIGNALS,
        /** {@link Arena#submit}. */
        SUBMIT,
        /** {@link Arena#heartbeat}. */
        HEARTBEAT,
        /** {@link Arena#scoreboard}. */
        SCOREBOARD,
        /** {@link Arena#decisions}. */
        DECISIONS
    }

    private final Scheduler clock;
    private final GuardrailLimits limits;
    private final boolean isControl;
    private final GuardrailChain guardrails;
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private final Map<Operation, Deque<Throwable>> failures = new EnumMap<>(Operation.class);
    private final Map<Operation, Duration> delays = new EnumMap<>(Operation.class);
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Instant> heartbeats = new ArrayList<>();

    private Function<? super Economy, Signals> world = economy -> new Signals(100, 40, 70, 1_000, 3, Map.of(), null);
    private Economy economy = Economy.defaults();
    private ExperimentStatus status = ExperimentStatus.RUNNING;
    private Proposal.@Nullable Freeze freeze;
    private @Nullable Instant lastAccepted;

    private FakeArena(Scheduler clock, GuardrailLimits limits, boolean isControl) {
        this.clock = clock;
        this.limits = limits;
        this.isControl = isControl;
        this.guardrails = GuardrailChain.standard(limits);
    }

    /** The arena of a treatment of a running experiment, on the time of {@code clock}, with the usual limits. */
    public static FakeArena create(Scheduler clock) {
        return create(clock, GuardrailLimits.standard());
    }

    /** The arena of a treatment of a running experiment, on the time of {@code clock}. */
    public static FakeArena create(Scheduler clock, GuardrailLimits limits) {
        return new FakeArena(clock, limits, false);
    }

    /** The arena of a control, which refuses every update. */
    public static FakeArena ofControl(Scheduler clock) {
        return new FakeArena(clock, GuardrailLimits.standard(), true);
    }

    /** From now on {@link #signals} gives these. */
    public void show(Signals signals) {
        react(current -> signals);
    }

    /** From now on {@link #signals} gives trusted metrics of these values, each over 100 people. */
    public void show(Map<String, Double> metrics) {
        Map<String, MetricSignal> signals = new LinkedHashMap<>();
        metrics.forEach((name, value) -> signals.put(name, MetricSignal.of(value, null, 100)));
        show(new Signals(100, 40, 70, 1_000, 3, signals, null));
    }

    /** From now on {@link #signals} gives what {@code world} makes of the economy in force. */
    public synchronized void react(Function<? super Economy, Signals> world) {
        this.world = world;
    }

    /** The next calls of this operation fail with these errors, one each, before they have any effect. */
    public synchronized void fail(Operation operation, Throwable... errors) {
        failures.computeIfAbsent(operation, none -> new ArrayDeque<>()).addAll(List.of(errors));
    }

    /** From now on calls of this operation take that long on the clock; the effect comes at the end. */
    public synchronized void linger(Operation operation, Duration delay) {
        delays.put(operation, delay);
    }

    /** Moves the experiment on; closed ones answer {@link #signals} with {@link ArenaClosedException}. */
    public synchronized void moveTo(ExperimentStatus next) {
        status = next;
    }

    /** Freezes the variant until {@link #release}. */
    public synchronized void freeze(String reason) {
        freeze = new Proposal.Freeze(reason, null);
    }

    /** Ends a freeze. */
    public synchronized void release() {
        freeze = null;
    }

    /** The economy in force. */
    public synchronized Economy economy() {
        return economy;
    }

    /** How often this operation was called, failed calls included. */
    public synchronized int calls(Operation operation) {
        return calls.getOrDefault(operation, 0);
    }

    /** What was submitted and what became of it, in order. */
    public synchronized List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** When heartbeats were received. */
    public synchronized List<Instant> heartbeats() {
        return List.copyOf(heartbeats);
    }

    @Override
    public Mono<VariantInfo> variant() {
        return call(
                Operation.VARIANT,
                () -> new VariantInfo(
                        id(),
                        name(),
                        "exp_fake",
                        "A test",
                        status.name(),
                        VariantInfo.AGENT_MODE,
                        isControl,
                        economy,
                        lastAccepted,
                        limits.updateInterval(),
                        limits.deltaLimitPercent()));
    }

    @Override
    public Mono<Signals> signals() {
        return call(Operation.SIGNALS, () -> {
            if (status.isClosedToAgents()) {
                throw new ArenaClosedException("the experiment is " + status, null);
            }
            return world.apply(economy);
        });
    }

    @Override
    public Mono<ConfigResult> submit(ConfigUpdate update) {
        return call(Operation.SUBMIT, () -> {
            ConfigResult result = judged(update);
            if (result.accepted()) {
                economy = economy.after(result.appliedConfig());
                lastAccepted = now();
            }
            decisions.add(new Decision(result.decisionLogId(), now(), update, result));
            return result;
        });
    }

    private ConfigResult judged(ConfigUpdate update) {
        Map<EconomyParameter, Double> known = EconomyParameter.known(update.economyOverrides());
        List<String> ignored = update.economyOverrides().keySet().stream()
                .filter(name -> EconomyParameter.ofWireName(name).isEmpty())
                .toList();
        String id = "dec_" + (decisions.size() + 1);
        Verdict verdict =
                guardrails.check(new Proposal(known, known, economy, isControl, status, freeze, lastAccepted, now()));
        if (verdict instanceof Verdict.Rejected rejected) {
            return new ConfigResult(
                    false,
                    Map.of(),
                    Map.of(),
                    rejected.code().name(),
                    rejected.detail(),
                    rejected.nextAllowedUpdate(),
                    id,
                    ignored);
        }
        Verdict.Passed passed = (Verdict.Passed) verdict;
        return new ConfigResult(
                true,
                EconomyParameter.byWireName(passed.values()),
                EconomyParameter.byWireName(passed.clampedDeltas()),
                null,
                null,
                now().plus(limits.updateInterval()),
                id,
                ignored);
    }

    @Override
    public Mono<Void> heartbeat(Duration pollInterval, Map<String, Object> metadata) {
        return call(Operation.HEARTBEAT, () -> heartbeats.add(now())).then();
    }

    @Override
    public Mono<Scoreboard> scoreboard() {
        return call(Operation.SCOREBOARD, () -> {
            List<ScoreboardEntry> entries = new ArrayList<>();
            if (!isControl) {
                entries.add(new ScoreboardEntry(
                        "var_control", "Control", true, Economy.defaults(), null, null, Map.of(), 100, 40, 0, 0));
            }
            int accepted = (int) decisions.stream()
                    .filter(decision -> decision.result().accepted())
                    .count();
            Instant lastHeartbeat = heartbeats.isEmpty() ? null : heartbeats.get(heartbeats.size() - 1);
            entries.add(new ScoreboardEntry(
                    id(),
                    name(),
                    isControl,
                    economy,
                    lastAccepted,
                    lastHeartbeat,
                    world.apply(economy).metrics(),
                    100,
                    40,
                    accepted,
                    decisions.size() - accepted));
            return new Scoreboard(entries);
        });
    }

    @Override
    public Mono<DecisionPage> decisions(int page, int pageSize) {
        return call(Operation.DECISIONS, () -> {
            if (page < 1 || pageSize < 1) {
                throw new IllegalArgumentException(
                        "page is " + page + " and pageSize is " + pageSize + "; both begin at 1");
            }
            List<Decision> found = new ArrayList<>();
            int newest = decisions.size() - 1 - (page - 1) * pageSize;
            for (int i = newest; i > newest - pageSize && i >= 0; i--) {
                found.add(decisions.get(i));
            }
            return new DecisionPage(found, decisions.size(), page, pageSize);
        });
    }

    private String id() {
        return isControl ? "var_control" : "var_fake";
    }

    private String name() {
        return isControl ? "Control" : "Treatment-A";
    }

    private <T> Mono<T> call(Operation operation, Callable<T> effect) {
        return Mono.defer(() -> {
            Mono<T> answer = Mono.fromCallable(() -> happen(operation, effect));
            Duration delay = begun(operation);
            return delay.isZero() ? answer : answer.delaySubscription(delay, clock);
        });
    }

    private synchronized Duration begun(Operation operation) {
        calls.merge(operation, 1, Integer::sum);
        return delays.getOrDefault(operation, Duration.ZERO);
    }

    private synchronized <T> T happen(Operation operation, Callable<T> effect) throws Exception {
        Deque<Throwable> pending = failures.get(operation);
        if (pending != null && !pending.isEmpty()) {
            Throwable failure = pending.remove();
            if (failure instanceof Exception exception) {
                throw exception;
            }
            throw (Error) failure;
        }
        return effect.call();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }
}
