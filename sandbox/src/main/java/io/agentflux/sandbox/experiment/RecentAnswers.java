package io.agentflux.sandbox.experiment;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered, as far as the log knows, to updates that may be sent again by somebody who never got the answer: those from
 * before a restart, and those that were kept though nobody could be told. Of the others the server itself remembers the answers.
 */
final class RecentAnswers {

    /** How long an answer is of use, at most. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** How many answers are remembered, the latest ones. */
    static final int MOST = 10_000;

    private final Map<String, Answer> byRequest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > MOST;
        }
    };

    /**
     * An answer.
     *
     * @param asked the change that was asked for
     */
    private record Answer(ConfigResult result, Map<String, Double> asked, Instant since) {}

    /** Remembers the answer of a decision, unless it is too old to be asked for again. */
    synchronized void remember(Occurrence occurrence, Instant now) {
        if (occurrence instanceof Occurrence.Decided decided && decided.requestKey() != null) {
            Instant since = decided.decision().timestamp();
            if (since.plus(LONGEST).isAfter(now)) {
                byRequest.put(
                        decided.requestKey(),
                        new Answer(
                                decided.decision().result(),
                                decided.decision().update().economyOverrides(),
                                since));
            }
        }
    }

    /**
     * The answer to a request that came not longer ago than it is the same for, or null.
     *
     * @throws ReusedKeyException if it asked for another change then
     */
    synchronized @Nullable ConfigResult find(RepeatableArena.Request request, ConfigUpdate update, Instant now) {
        Answer answer = byRequest.get(request.key());
        if (answer == null || !answer.since().plus(request.sameFor()).isAfter(now)) {
            return null;
        }
        if (!answer.asked().equals(update.economyOverrides())) {
            throw new ReusedKeyException();
        }
        return answer.result();
    }
}
