package io.agentflux.sandbox.store;

import static io.agentflux.sandbox.store.Samples.NOON;
import static io.agentflux.sandbox.store.Samples.accepted;
import static io.agentflux.sandbox.store.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every decision log does. */
interface DecisionLogContract {

    Duration SOON = Duration.ofSeconds(20);

    DecisionLog log();

    private LoggedDecision append(String experimentId, String variantId, Decision decision) {
        return log().append(experimentId, variantId, decision).block(SOON);
    }

    @Test
    @DisplayName("a decision comes back as it was, to the last character")
    default void keepsDecisions() {
        Decision decision = accepted("d1", NOON);

        LoggedDecision logged = append("onboarding", "B", decision);

        assertThat(logged).isEqualTo(new LoggedDecision(logged.sequence(), "onboarding", "B", decision));
        assertThat(log().read("onboarding", 0).collectList().block(SOON)).containsExactly(logged);
    }

    @Test
    @DisplayName("a decision that comes again is kept once, as it came first")
    default void keepsOnce() {
        LoggedDecision first = append("onboarding", "B", accepted("d1", NOON));

        LoggedDecision again = append("onboarding", "B", refused("d1", NOON.plusSeconds(1)));

        assertThat(again).isEqualTo(first);
        assertThat(log().read("onboarding", 0).count().block(SOON)).isEqualTo(1);
    }

    @Test
    @DisplayName("a page holds one variant's decisions, newest first, and counts them all")
    default void pages() {
        for (int i = 1; i <= 5; i++) {
            append("onboarding", "B", accepted("d" + i, NOON.plusSeconds(i)));
            append("onboarding", "C", accepted("c" + i, NOON.plusSeconds(i)));
            append("retention", "B", accepted("d" + i, NOON.plusSeconds(i)));
        }

        DecisionPage first = log().page("onboarding", "B", 1, 2).block(SOON);
        DecisionPage last = log().page("onboarding", "B", 3, 2).block(SOON);
        DecisionPage beyond = log().page("onboarding", "B", 4, 2).block(SOON);

        assertThat(first.decisions()).extracting(Decision::id).containsExactly("d5", "d4");
        assertThat(first.total()).isEqualTo(5);
        assertThat(last.decisions()).extracting(Decision::id).containsExactly("d1");
        assertThat(beyond.decisions()).isEmpty();
        assertThat(beyond.total()).isEqualTo(5);
        assertThat(beyond.page()).isEqualTo(4);
        assertThat(beyond.pageSize()).isEqualTo(2);
    }

    @Test
    @DisplayName("a filter narrows a page by outcome and time")
    default void filters() {
        append("onboarding", "B", accepted("d1", NOON));
        append("onboarding", "B", refused("d2", NOON.plusSeconds(1)));
        append("onboarding", "B", accepted("d3", NOON.plusSeconds(2)));

        assertThat(ids(new DecisionFilter(true, null, null))).containsExactly("d3", "d1");
        assertThat(ids(new DecisionFilter(false, null, null))).containsExactly("d2");
        assertThat(ids(new DecisionFilter(null, NOON.plusSeconds(1), null))).containsExactly("d3", "d2");
        assertThat(ids(new DecisionFilter(null, null, NOON.plusSeconds(1)))).containsExactly("d1");
        assertThat(log().page("onboarding", "B", new DecisionFilter(true, null, null), 1, 1)
                        .block(SOON)
                        .total())
                .isEqualTo(2);
    }

    private List<String> ids(DecisionFilter filter) {
        return log().page("onboarding", "B", filter, 1, 20).block(SOON).decisions().stream()
                .map(Decision::id)
                .toList();
    }

    @Test
    @DisplayName("pages begin at 1 and hold at least 1")
    default void refusesImpossiblePages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log().page("onboarding", "B", 0, 20).block(SOON));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> log().page("onboarding", "B", 1, 0).block(SOON));
    }

    @Test
    @DisplayName("reading goes on behind the last known sequence number")
    default void readsOn() {
        append("onboarding", "B", accepted("d1", NOON));
        LoggedDecision known = append("onboarding", "C", accepted("d2", NOON));
        append("retention", "B", accepted("d3", NOON));
        LoggedDecision next = append("onboarding", "B", accepted("d4", NOON));

        Flux<LoggedDecision> rest = log().read("onboarding", known.sequence());

        assertThat(rest.collectList().block(SOON)).containsExactly(next);
        assertThat(log().read("onboarding", next.sequence()).collectList().block(SOON))
                .isEmpty();
    }
}
