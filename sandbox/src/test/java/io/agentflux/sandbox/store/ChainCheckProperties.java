package io.agentflux.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChainCheckProperties {

    private static final int KINDS_OF_EDIT = 12;

    @Property(tries = 1000)
    @Label("any edit of any event is found, at that event or the one after it")
    void findsEveryEdit(
            @ForAll @IntRange(min = 1, max = 40) int size,
            @ForAll @IntRange(min = 0, max = KINDS_OF_EDIT - 1) int kind,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<StoredEvent> log = log(size, random);
        ChainHead head = log.get(size - 1).asHead();
        int index = random.nextInt(size);

        Optional<AuditReport.Broken> broken = check(edited(log, index, kind, random), head);

        assertThat(broken).isPresent();
        assertThat(broken.get().sequence()).isBetween(index + 1L, index + 2L);
    }

    @Property(tries = 100)
    @Label("a log that nobody edited is intact")
    void acceptsWhatWasWritten(@ForAll @IntRange(min = 1, max = 40) int size, @ForAll long seed) {
        List<StoredEvent> log = log(size, new Random(seed));

        assertThat(check(log, log.get(size - 1).asHead())).isEmpty();
    }

    private static List<StoredEvent> log(int size, Random random) {
        HashChain chain = new HashChain();
        List<StoredEvent> log = new ArrayList<>();
        ChainHead head = ChainHead.EMPTY;
        for (int i = 0; i < size; i++) {
            StoredEvent stored = chain.link(
                    head,
                    new ExperimentEvent(
                            "experiment" + random.nextInt(3),
                            random.nextBoolean() ? "variant" : null,
                            "decision",
                            "id" + i,
                            Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                            random.nextBoolean() ? "accepted" : null,
                            "{\"x\":" + "9".repeat(1 + random.nextInt(8000)) + "}"));
            head = stored.asHead();
            log.add(stored);
        }
        return log;
    }

    private static List<StoredEvent> edited(List<StoredEvent> log, int index, int kind, Random random) {
        List<StoredEvent> edited = new ArrayList<>(log);
        StoredEvent old = log.get(index);
        ExperimentEvent e = old.event();
        switch (kind) {
            case 0 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId() + "x",
                                        e.variantId(),
                                        e.type(),
                                        e.id(),
                                        e.timestamp(),
                                        e.outcome(),
                                        e.body())));
            case 1 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId() == null ? "v" : null,
                                        e.type(),
                                        e.id(),
                                        e.timestamp(),
                                        e.outcome(),
                                        e.body())));
            case 2 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId(),
                                        "freeze",
                                        e.id(),
                                        e.timestamp(),
                                        e.outcome(),
                                        e.body())));
            case 3 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId(),
                                        e.type(),
                                        e.id() + "0",
                                        e.timestamp(),
                                        e.outcome(),
                                        e.body())));
            case 4 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId(),
                                        e.type(),
                                        e.id(),
                                        e.timestamp().plusNanos(1),
                                        e.outcome(),
                                        e.body())));
            case 5 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId(),
                                        e.type(),
                                        e.id(),
                                        e.timestamp(),
                                        e.outcome() == null ? "accepted" : null,
                                        e.body())));
            case 6 -> edited.set(index, with(old, withChangedBody(e, random)));
            // moves a character over the border of two fields
            case 7 ->
                edited.set(
                        index,
                        with(
                                old,
                                new ExperimentEvent(
                                        e.experimentId(),
                                        e.variantId(),
                                        e.type() + e.id().charAt(0),
                                        e.id().substring(1),
                                        e.timestamp(),
                                        e.outcome(),
                                        e.body())));
            case 8 -> edited.remove(index);
            case 9 -> edited.add(index, old);
            // as somebody would who knows how hashes are made
            case 10 ->
                edited.set(
                        index,
                        new HashChain()
                                .link(
                                        index == 0
                                                ? ChainHead.EMPTY
                                                : log.get(index - 1).asHead(),
                                        withChangedBody(e, random)));
            default -> {
                char[] hash = old.hash().toCharArray();
                int digit = random.nextInt(hash.length);
                hash[digit] = hash[digit] == '0' ? '1' : '0';
                edited.set(index, new StoredEvent(old.sequence(), e, new String(hash)));
            }
        }
        return edited;
    }

    private static StoredEvent with(StoredEvent old, ExperimentEvent event) {
        return new StoredEvent(old.sequence(), event, old.hash());
    }

    private static ExperimentEvent withChangedBody(ExperimentEvent e, Random random) {
        StringBuilder body = new StringBuilder(e.body());
        int position = random.nextInt(body.length());
        body.setCharAt(position, body.charAt(position) == '1' ? '2' : '1');
        return new ExperimentEvent(
                e.experimentId(), e.variantId(), e.type(), e.id(), e.timestamp(), e.outcome(), body.toString());
    }

    private static Optional<AuditReport.Broken> check(List<StoredEvent> log, ChainHead recorded) {
        ChainCheck check = new ChainCheck(null);
        for (StoredEvent stored : log) {
            Optional<AuditReport.Broken> broken = check.next(stored);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return check.end(recorded) instanceof AuditReport.Broken broken ? Optional.of(broken) : Optional.empty();
    }
}
