package io.agentflux.sandbox.http;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.http.ArenaProtocol;
import io.agentflux.arena.http.ArenaReplies;
import io.agentflux.arena.http.ArenaRequests;
import io.agentflux.arena.http.Heartbeat;
import io.agentflux.sandbox.experiment.RepeatableArena;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What agents ask: the calls of the Arena protocol on their own variant, but for webhooks and streams. */
public final class ArenaRoutes {

    private static final int MOST_PER_PAGE = 1_000;
    private static final int LONGEST_IDEMPOTENCY_KEY = 255;

    private final ReplayWindows replays;
    private final Counters counters;

    /**
     * The routes of agents.
     *
     * @param clock tells the time by which an update that was sent twice is recognised
     * @param counters counts what is done
     */
    public ArenaRoutes(Scheduler clock, Counters counters) {
        this.replays = new ReplayWindows(clock);
        this.counters = counters;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get(ArenaProtocol.VARIANT_PATH, Access.AGENT, this::variant),
                Route.get(ArenaProtocol.SIGNALS_PATH, Access.AGENT, this::signals),
                // an agent that acts is told in words that the experiment is over
                Route.put(ArenaProtocol.CONFIG_PATH, Access.AGENT_OF_ARCHIVED, this::submit),
                Route.post(ArenaProtocol.HEARTBEAT_PATH, Access.AGENT, this::heartbeat),
                Route.get(ArenaProtocol.SCOREBOARD_PATH, Access.AGENT, this::scoreboard),
                Route.get(ArenaProtocol.DECISIONS_PATH, Access.AGENT, this::decisions));
    }

    private Mono<Reply> variant(Call call) {
        return call.grant().arena().variant().map(variant -> Reply.ok(ArenaReplies.encode(variant)));
    }

    private Mono<Reply> signals(Call call) {
        return call.grant().arena().signals().map(signals -> {
            counters.observation();
            return Reply.ok(ArenaReplies.encode(signals));
        });
    }

    private Mono<Reply> submit(Call call) {
        ConfigUpdate update = ArenaRequests.decodeUpdate(call.body());
        RepeatableArena arena = call.grant().arena();
        return replays.once(
                        call.grant().tokenId(),
                        idempotencyKey(call),
                        call.body(),
                        update.economyOverrides(),
                        request -> arena.submit(update, request).doOnNext(counters::update),
                        earlier -> arena.isTooEarlyAfter(earlier, update))
                .map(Reply::of);
    }

    private static Optional<String> idempotencyKey(Call call) {
        Optional<String> key = call.header(ArenaProtocol.IDEMPOTENCY_KEY);
        if (key.isPresent() && key.get().length() > LONGEST_IDEMPOTENCY_KEY) {
            throw new RefusedRequest(
                    400, ArenaProtocol.IDEMPOTENCY_KEY + " is longer than " + LONGEST_IDEMPOTENCY_KEY + " characters.");
        }
        return key;
    }

    private Mono<Reply> heartbeat(Call call) {
        Heartbeat heartbeat = ArenaRequests.decodeHeartbeat(call.body());
        return call.grant()
                .arena()
                .heartbeat(heartbeat.pollInterval(), heartbeat.metadata())
                .then(Mono.fromCallable(() -> {
                    counters.heartbeat();
                    return Reply.empty();
                }));
    }

    /** Computed away from the event loops: whoever asks first on a day waits until all people of all variants are compared. */
    private Mono<Reply> scoreboard(Call call) {
        return call.grant()
                .arena()
                .scoreboard()
                .map(scoreboard -> Reply.ok(ArenaReplies.encode(scoreboard)))
                .subscribeOn(Schedulers.parallel());
    }

    private Mono<Reply> decisions(Call call) {
        int page = call.whole(ArenaProtocol.PAGE, 1, 1, Integer.MAX_VALUE);
        int pageSize = call.whole(ArenaProtocol.PAGE_SIZE, ArenaProtocol.DEFAULT_PAGE_SIZE, 1, MOST_PER_PAGE);
        return call.grant()
                .arena()
                .decisions(page, pageSize)
                .map(decisions -> Reply.ok(ArenaReplies.encode(decisions)));
    }
}
