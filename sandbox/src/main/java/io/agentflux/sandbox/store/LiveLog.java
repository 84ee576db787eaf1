package io.agentflux.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The latest durable events, shared by all who follow the log. Whoever cannot keep up reads the log itself, so nothing here
 * waits for a follower.
 */
final class LiveLog {

    /** How many events are kept for those who follow. */
    static final int CAPACITY = 1024;

    private static final int MOST_CHARACTERS = 16 << 20;

    private final History history;
    private final Scheduler scheduler;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final AtomicReferenceArray<@Nullable StoredEvent> latest = new AtomicReferenceArray<>(CAPACITY);
    private final AtomicBoolean isWaking = new AtomicBoolean();

    /** Touched by the publishing thread only. */
    private long first;

    private long characters;

    private volatile long last;
    private volatile @Nullable End end;
    private volatile boolean closing;

    /** Written by one waking task at a time. */
    private volatile long woken;

    /** The log itself. */
    interface History {

        /** The first events that match, up to a number of them, oldest first. */
        Mono<List<StoredEvent>> read(EventQuery query, int limit);
    }

    /** Nothing more is published, because of a failure or because the store was closed. */
    record End(@Nullable Throwable failure) {}

    /**
     * A live log that begins behind what was kept before.
     *
     * @param head the sequence number of the last event that was kept before
     * @param scheduler where followers are served
     */
    LiveLog(long head, History history, Scheduler scheduler) {
        this.first = head + 1;
        this.last = head;
        this.woken = head;
        this.history = history;
        this.scheduler = scheduler;
    }

    /** See {@link ExperimentStore#follow}. */
    Flux<StoredEvent> follow(EventQuery query) {
        return new Flux<>() {
            @Override
            public void subscribe(CoreSubscriber<? super StoredEvent> subscriber) {
                Follower follower = new Follower(LiveLog.this, query, subscriber, scheduler.createWorker());
                subscriber.onSubscribe(follower);
                followers.add(follower);
                if (follower.isOver()) {
                    followers.remove(follower);
                } else {
                    // the log may have ended before
                    follower.signal();
                }
            }
        };
    }

    /** Takes durable events in, in their order; those known before are passed over. Called by one thread. */
    void publish(List<StoredEvent> events) {
        for (StoredEvent event : events) {
            if (event.sequence() > last) {
                add(event);
            }
        }
    }

    private void add(StoredEvent event) {
        boolean afterGap = event.sequence() != last + 1;
        while (first <= last && (afterGap || event.sequence() - first >= CAPACITY)) {
            dropFirst();
        }
        if (afterGap) {
            // kept in a transaction whose end was in doubt: followers find what lies between in the log
            first = event.sequence();
        }
        latest.set(slot(event.sequence()), event);
        characters += event.event().body().length();
        last = event.sequence();
        while (first < last && characters > MOST_CHARACTERS) {
            dropFirst();
        }
    }

    private void dropFirst() {
        StoredEvent dropped = latest.getAndSet(slot(first), null);
        if (dropped != null) {
            characters -= dropped.event().body().length();
        }
        first++;
    }

    private static int slot(long sequence) {
        return (int) (sequence % CAPACITY);
    }

    /** Serves the followers what was taken in, in one task on their scheduler, since the publishing thread has other work. */
    void wake() {
        if (last != woken && !followers.isEmpty() && isWaking.compareAndSet(false, true)) {
            try {
                scheduler.schedule(this::wakeFollowers);
            } catch (RejectedExecutionException schedulerIsGone) {
                wakeFollowers();
            }
        }
    }

    private void wakeFollowers() {
        long from = woken;
        long until = last;
        woken = until;
        // from here on another task may run: what it needs was set above
        isWaking.set(false);
        List<StoredEvent> news = between(from, until);
        for (Follower follower : followers) {
            if (news.size() == until - from && !follower.wants(news)) {
                follower.skip(from, until);
            } else {
                follower.signal();
            }
        }
    }

    /** The events of this span that are still there. */
    private List<StoredEvent> between(long from, long until) {
        List<StoredEvent> events = new ArrayList<>();
        for (long sequence = Math.max(from, until - CAPACITY) + 1; sequence <= until; sequence++) {
            StoredEvent event = get(sequence);
            if (event != null) {
                events.add(event);
            }
        }
        return events;
    }

    /** The event, unless it is too old or not there yet. */
    @Nullable StoredEvent get(long sequence) {
        StoredEvent event = latest.get(slot(sequence));
        return event != null && event.sequence() == sequence ? event : null;
    }

    /** The sequence number of the latest event. */
    long last() {
        return last;
    }

    Mono<List<StoredEvent>> read(EventQuery query, int limit) {
        return history.read(query, limit);
    }

    void remove(Follower follower) {
        followers.remove(follower);
    }

    /** How many follow at the moment. */
    int followerSize() {
        return followers.size();
    }

    /** From now on the log may be unreadable because the store is being closed. */
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /**
     * Nothing more will be published.
     *
     * @param failure why, null if the store was closed
     */
    void end(@Nullable Throwable failure) {
        if (end == null) {
            end = new End(failure);
        }
        followers.forEach(Follower::signal);
    }

    @Nullable End end() {
        return end;
    }
}
