package io.agentflux.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class BlockHoundInstalledTest {

    @Test
    @DisplayName("a blocking call on a parallel thread is refused in this module's tests")
    void refusesBlockingCalls() {
        Mono<Void> sleeping = Mono.fromRunnable(() -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                })
                .subscribeOn(Schedulers.parallel())
                .then();

        assertThatThrownBy(() -> sleeping.block(Duration.ofSeconds(30)))
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    @DisplayName("text that is in memory can be parsed on a parallel thread")
    void parsesWithoutBlocking() {
        // loads the classes first: a class loader reads from disk
        Reading<TournamentSpec> expected =
                TournamentFile.parse("t.yaml", TournamentFileTest.EVERY_KEY, TestVocabulary.fixed());

        Reading<TournamentSpec> parsed = Mono.fromCallable(
                        () -> TournamentFile.parse("t.yaml", TournamentFileTest.EVERY_KEY, TestVocabulary.fixed()))
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(30));

        assertThat(parsed).isEqualTo(expected).isInstanceOf(Reading.Valid.class);
    }
}
