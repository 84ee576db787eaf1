package io.agentflux.benchmarks;

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
}
