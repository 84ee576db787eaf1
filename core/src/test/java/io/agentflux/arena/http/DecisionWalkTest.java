package io.agentflux.arena.http;

import static io.agentflux.arena.http.ScriptedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.EconomyParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class DecisionWalkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A log of numbered decisions, newest first, that grows while it is read. */
    private static final class GrowingLog {

        private final List<Integer> pagesAsked = new ArrayList<>();
        private final int growth;
        private int size;

        private GrowingLog(int size, int growth) {
            this.size = size;
            this.growth = growth;
        }

        private Mono<LogPage> page(int page, int pageSize) {
            return Mono.fromCallable(() -> {
                pagesAsked.add(page);
                int newest = size - (page - 1) * pageSize;
                List<Decision> decisions = IntStream.iterate(
                                newest, id -> id > 0 && id > newest - pageSize, id -> id - 1)
                        .mapToObj(GrowingLog::decision)
                        .toList();
                DecisionPage answer = new DecisionPage(decisions, size, page, pageSize);
                size += growth;
                return new LogPage(answer, decisions.size());
            });
        }

        private static Decision decision(int number) {
            String id = "dec_" + number;
            return new Decision(
                    id,
                    Instant.EPOCH,
                    ConfigUpdate.of(EconomyParameter.SCAN_XP, 1, ""),
                    new ConfigResult(true, Map.of(), Map.of(), null, null, null, id, List.of()));
        }
    }

    private static List<String> idsDownFrom(int newest) {
        return IntStream.iterate(newest, id -> id > 0, id -> id - 1)
                .mapToObj(id -> "dec_" + id)
                .toList();
    }

    @Test
    @DisplayName("the whole log is told, newest first, with as many calls as it has pages")
    void tellsAll() {
        for (int size : new int[] {0, 1, 99, 100, 101, 250}) {
            GrowingLog log = new GrowingLog(size, 0);

            assertThat(new DecisionWalk(log::page)
                            .decisions()
                            .map(Decision::id)
                            .collectList()
                            .block(PATIENCE))
                    .isEqualTo(idsDownFrom(size));
            assertThat(log.pagesAsked).hasSize(Math.max(1, (size + 99) / 100));
        }
    }

    @Test
    @DisplayName("decisions made in the meantime shift the pages without anything being told twice or left out")
    void survivesGrowth() {
        for (int growth : new int[] {1, 30, 99}) {
            GrowingLog log = new GrowingLog(450, growth);

            assertThat(new DecisionWalk(log::page)
                            .decisions()
                            .map(Decision::id)
                            .collectList()
                            .block(PATIENCE))
                    .isEqualTo(idsDownFrom(450));
        }
    }

    @Test
    @DisplayName("pages are fetched as they are asked for, at most one ahead")
    void fetchesOnDemand() {
        GrowingLog log = new GrowingLog(1_000, 0);

        StepVerifier.create(new DecisionWalk(log::page).decisions(), 0)
                .expectSubscription()
                .thenRequest(50)
                .expectNextCount(50)
                .then(() -> assertThat(log.pagesAsked).hasSizeLessThanOrEqualTo(2))
                .thenRequest(100)
                .expectNextCount(100)
                .then(() -> assertThat(log.pagesAsked).hasSizeLessThanOrEqualTo(3))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    @DisplayName("a page on which nothing can be read is not the end of the log")
    void readsOnBehindLeftOut() {
        String unreadable = "{\"id\":\"dec_3\",\"accepted\":false,\"reasoning\":\"r\"}";
        String readable = "{\"id\":\"dec_1\",\"accepted\":true,\"economyOverrides\":{\"scanXp\":12}}";
        for (String total : List.of("", ",\"total\":200,\"pageSize\":100")) {
            try (ScriptedServer server = ScriptedServer.of(
                            json("{\"data\":{\"decisions\":[" + unreadable + "],\"page\":1" + total + "}}"),
                            json("{\"data\":{\"decisions\":[" + readable + "],\"page\":2" + total + "}}"),
                            json("{\"data\":{\"decisions\":[],\"page\":3}}"));
                    ArenaClient client = ArenaClient.create(ArenaAccess.of(server.url(), Token.of("strat_secret")))) {
                assertThat(client.allDecisions().map(Decision::id).collectList().block(PATIENCE))
                        .containsExactly("dec_1");
            }
        }
    }
}
