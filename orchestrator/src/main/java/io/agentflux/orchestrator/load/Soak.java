package io.agentflux.orchestrator.load;

import io.agentflux.AgentFlux;
import io.agentflux.Cadence;
import io.agentflux.Fleet;
import io.agentflux.RunningFleet;
import io.agentflux.arena.Arena;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Signals;
import io.agentflux.arena.http.ArenaEvent;
import io.agentflux.strategy.ArenaAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Whether an arena keeps up with many agents and many readers of streams at once, while one reader takes nothing. Each agent has
 * a connection of its own, sends heartbeats and looks at its signals every other time. Each second an update is submitted on
 * each variant; how long it takes until its decision reaches the readers is what is measured.
 *
 * @param agents how many
 * @param heartbeat how often each sends a heartbeat
 * @param readers how many read streams, beside the stalled one
 * @param warmUp how long they run before anything is measured; in the first half of it they are started one by one
 * @param length how long is measured
 */
public record Soak(int agents, Duration heartbeat, int readers, Duration warmUp, Duration length) {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration UPDATE_PERIOD = Duration.ofSeconds(1);

    /** How long is waited, after the warm-up, for readers whose stream is not open yet; what they miss then is lost. */
    private static final Duration READING_LIMIT = Duration.ofSeconds(60);

    /** How long is waited for what is still on its way to the readers when the last update is decided. */
    private static final Duration DELIVERY_LIMIT = Duration.ofSeconds(30);

    /** Refuses what measures nothing. */
    public Soak {
        if (agents < 1 || readers < 1) {
            throw new IllegalArgumentException(
                    "there are " + agents + " agents and " + readers + " readers; give at least 1 of each");
        }
        if (heartbeat.toMillis() < 1 || length.compareTo(heartbeat) < 0 || warmUp.compareTo(heartbeat) < 0) {
            throw new IllegalArgumentException("heartbeat is " + heartbeat + ", warm-up " + warmUp + " and length "
                    + length + "; give a heartbeat above zero, and the others at least as long");
        }
    }

    /**
     * What was measured.
     *
     * @param heartbeats heartbeats that were answered
     * @param failedHeartbeats heartbeats that failed
     * @param missedHeartbeats whole intervals in which no heartbeat of an agent was answered, over all agents
     * @param heartbeatP99Millis 99 % of the heartbeats were answered within this time
     * @param heartbeatMaxMillis all heartbeats; a minute stands for anything longer
     * @param decisions updates that were decided
     * @param failedUpdates updates that failed
     * @param deliveries decisions that reached a reader
     * @param lostDeliveries decisions that did not reach a reader within 30 seconds after the end
     * @param failedReaders readers whose stream failed or ended
     * @param delayP50Millis half of the decisions reached a reader within this time after their update was sent
     * @param delayP99Millis 99 % of them
     * @param delayMaxMillis all of them; a minute stands for anything longer
     * @param stalledStreams how often the stream of the stalled reader was opened
     */
    public record Result(
            long heartbeats,
            long failedHeartbeats,
            long missedHeartbeats,
            long heartbeatP99Millis,
            long heartbeatMaxMillis,
            long decisions,
            long failedUpdates,
            long deliveries,
            long lostDeliveries,
            long failedReaders,
            long delayP50Millis,
            long delayP99Millis,
            long delayMaxMillis,
            long stalledStreams) {}

    /**
     * What the agents and readers reach. Closing it is the caller's.
     *
     * @param agents the arena of each agent, by its number from 0, over a connection of its own
     * @param variants for each variant a way to change it
     * @param readers a stream of the variant that is the reader's number modulo the number of variants, by that number from 0
     * @param stalled a way to change another variant, whose stream is not taken
     * @param stalledStream that stream from the beginning of the log
     */
    public record Place(
            IntFunction<? extends Arena> agents,
            List<? extends Arena> variants,
            IntFunction<Flux<ArenaEvent>> readers,
            Arena stalled,
            Flux<ArenaEvent> stalledStream) {

        /** Copies the variants; refuses a place without any. */
        public Place {
            variants = List.copyOf(variants);
            if (variants.isEmpty()) {
                throw new IllegalArgumentException("there is no variant to change; give at least one");
            }
        }
    }

    /**
     * Runs agents and readers.
     *
     * @param scheduler where heartbeats fire
     * @return a cold publisher of the one result, after warm-up and length; cancelling it stops everything
     */
    public Mono<Result> run(Place place, Scheduler scheduler) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> new Running(place, scheduler)),
                running -> Mono.delay(warmUp, scheduler)
                        .then(running.stalled.onStalling())
                        .then(running.meter.onAllReading().timeout(READING_LIMIT, Mono.empty(), scheduler))
                        .then(Mono.fromRunnable(running.meter::beginMeasuring))
                        .then(running.updates())
                        .then(running.delivered())
                        .then(Mono.fromCallable(running::result)),
                Running::stop);
    }

    private final class Running {

        private final SoakMeter meter;
        private final Place place;
        private final Scheduler scheduler;
        private final StalledReader stalled;
        private final Disposable.Composite streams = Disposables.composite();
        private final RunningFleet fleet;

        private Running(Place place, Scheduler scheduler) {
            this.place = place;
            this.scheduler = scheduler;
            this.meter = new SoakMeter(agents, readers, place.variants().size(), heartbeat, scheduler);
            this.stalled = new StalledReader(place.stalled(), place.stalledStream(), scheduler);
            streams.add(stalled.start());
            for (int reader = 0; reader < readers; reader++) {
                streams.add(read(reader));
            }
            this.fleet = Fleet.of(agents, this::agent)
                    .startingOver(warmUp.dividedBy(2))
                    .start();
        }

        private AgentFlux<Signals, ConfigUpdate, ConfigResult> agent(int number) {
            Arena arena = place.agents().apply(number);
            return ArenaAgent.of(arena, (signals, economy) -> Optional.empty())
                    .named(Integer.toString(number))
                    .every(Cadence.fixedRate(heartbeat.multipliedBy(2)))
                    .heartbeat(heartbeat, every -> meter.watched(number, arena.heartbeat(heartbeat, Map.of())))
                    .on(scheduler);
        }

        private Disposable read(int reader) {
            Duration start = warmUp.dividedBy(2).multipliedBy(reader).dividedBy(readers);
            return meter.watched(place.readers().apply(reader))
                    .delaySubscription(start, scheduler)
                    .subscribe(event -> {}, failure -> meter.readerEnded(), meter::readerEnded);
        }

        /** One update per second and variant, for the time that is measured. */
        private Mono<Void> updates() {
            long seconds = Math.max(1, length.toSeconds());
            return Flux.interval(Duration.ZERO, UPDATE_PERIOD, scheduler)
                    .onBackpressureBuffer()
                    .take(seconds)
                    .concatMap(second ->
                            Flux.range(0, place.variants().size()).flatMap(variant -> update(variant, second)))
                    .then();
        }

        private Mono<ConfigResult> update(int variant, long second) {
            double scanXp = second % 2 == 0 ? 10 : 11;
            ConfigUpdate update = ConfigUpdate.of(EconomyParameter.SCAN_XP, scanXp, meter.sentNow());
            return meter.watchedUpdate(variant, place.variants().get(variant).submit(update));
        }

        private Mono<Long> delivered() {
            return Flux.interval(Duration.ofMillis(100), scheduler)
                    .takeUntil(waited -> meter.lostDeliveries() == 0)
                    .take(DELIVERY_LIMIT.toMillis() / 100)
                    .onBackpressureDrop()
                    .count();
        }

        private Result result() {
            return meter.result(stalled.opened());
        }

        private Mono<Void> stop() {
            streams.dispose();
            return fleet.stop(GRACE).then();
        }
    }

    /** How many readers each variant has. */
    static int[] readersPerVariant(int readers, int variants) {
        return IntStream.range(0, variants)
                .map(variant -> (readers - variant + variants - 1) / variants)
                .toArray();
    }
}
