package io.agentflux.sandbox.experiment;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the occurrences of one experiment are kept. */
interface Journal {

    /**
     * Keeps occurrences, all or none.
     *
     * @return a cold publisher of the sequence number of the last of them, once they are safe. Occurrences are kept, and this
     *     completes, in the order of subscription. An error means that they were not kept or that this is not known
     */
    Mono<Long> append(List<Occurrence> occurrences);

    /**
     * What was kept behind a sequence number; begins once nothing that was appended before can be kept any more.
     *
     * @return a cold, finite publisher
     */
    Flux<Kept> behind(long sequence);

    /** An occurrence with its place in the journal. */
    record Kept(long sequence, Occurrence occurrence) {}
}
