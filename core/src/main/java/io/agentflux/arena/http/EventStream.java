package io.agentflux.arena.http;

import io.agentflux.arena.ArenaTransientException;
import io.agentflux.arena.http.Exchange.Request;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** One reading of a variant's stream over as many connections as it takes. */
final class EventStream {

    private static final Logger LOGGER = LoggerFactory.getLogger(EventStream.class);

    private final Exchange exchange;
    private String lastEventId;
    private boolean interrupted;

    EventStream(Exchange exchange, String lastEventId) {
        this.exchange = exchange;
        this.lastEventId = lastEventId;
    }

    Flux<ArenaEvent> events(RetryPolicy retry) {
        return Flux.defer(this::connection)
                .doOnNext(this::remember)
                .doOnError(ArenaTransientException.class, this::tellInterruption)
                .retryWhen(retry);
    }

    private Flux<ArenaEvent> connection() {
        Map<String, String> resume =
                lastEventId.isEmpty() ? Map.of() : Map.of(ArenaProtocol.LAST_EVENT_ID, lastEventId);
        Request request = new Request(HttpMethod.GET, ArenaProtocol.STREAM_PATH, "", resume, null);
        EventDecoder decoder = new EventDecoder();
        return exchange.stream(request, decoder::feed);
    }

    private void remember(ArenaEvent event) {
        interrupted = false;
        if (!event.id().isEmpty()) {
            lastEventId = event.id();
        }
    }

    private void tellInterruption(ArenaTransientException failure) {
        if (!interrupted) {
            interrupted = true;
            LOGGER.warn("The stream of events is interrupted and will be resumed: {}", failure.getMessage());
        }
    }
}
