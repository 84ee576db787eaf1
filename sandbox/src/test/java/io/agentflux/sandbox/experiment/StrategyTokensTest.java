package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.store.ExperimentStore;
import io.agentflux.time.SimulatedScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class StrategyTokensTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Cause CAUSE = new Cause("test", "because");
    private static final ExperimentSpec SPEC = ExperimentSpec.builder(
                    "exp_1",
                    "Test",
                    List.of(
                            VariantSpec.control("control"),
                            VariantSpec.treatment("a", GuardrailLimits.standard()),
                            VariantSpec.treatment("fixed", GuardrailLimits.standard())
                                    .withoutAgent()))
            .build();

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(START);
    private final ExperimentStore store = ExperimentStore.inMemory(Schedulers.parallel());
    private final StrategyTokens tokens = now(StrategyTokens.load(store, clock));

    private static <T> T now(Mono<T> call) {
        return Objects.requireNonNull(call.block(SOON));
    }

    @Test
    @DisplayName("a token says what it opens and until when, and is recognised")
    void saysWhatItOpens() {
        IssuedToken issued = now(tokens.issue(SPEC, "a", CAUSE));

        String payload = new String(
                Base64.getUrlDecoder()
                        .decode(issued.secret()
                                .substring("strat_".length(), issued.secret().indexOf('.'))),
                StandardCharsets.UTF_8);
        assertThat(payload)
                .isEqualTo("{\"experimentId\":\"exp_1\",\"variantId\":\"a\",\"mode\":\"AGENT\",\"iat\":1772323200,"
                        + "\"exp\":1803859200,\"id\":\"" + issued.token().id() + "\"}");
        assertThat(tokens.find(issued.secret())).contains(issued.token());
        assertThat(tokens.isValid(issued.token())).isTrue();
        assertThat(issued.toString()).doesNotContain(issued.secret());
    }

    @Test
    @DisplayName("a token with any one character changed, added or left out is not recognised")
    void anyChange() {
        String secret = now(tokens.issue(SPEC, "a", CAUSE)).secret();

        for (int i = 0; i < secret.length(); i++) {
            char other = secret.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(tokens.find(secret.substring(0, i) + other + secret.substring(i + 1)))
                    .isEmpty();
            assertThat(tokens.find(secret.substring(0, i) + secret.substring(i + 1)))
                    .isEmpty();
        }
        assertThat(tokens.find(secret + "A")).isEmpty();
        assertThat(tokens.find(secret + "=")).isEmpty();
        assertThat(tokens.find("strat_demo_local")).isEmpty();
        assertThat(tokens.find("")).isEmpty();
        assertThat(tokens.find("strat_.")).isEmpty();
    }

    @Test
    @DisplayName("tokens are valid after a restart and can be shown again, but not in another arena")
    void survive() {
        IssuedToken issued = now(tokens.issue(SPEC, "a", CAUSE));
        StrategyTokens restarted = now(StrategyTokens.load(store, clock));
        StrategyTokens elsewhere = now(StrategyTokens.load(ExperimentStore.inMemory(Schedulers.parallel()), clock));

        assertThat(restarted.find(issued.secret())).contains(issued.token());
        assertThat(restarted.reveal(issued.token().id()).secret()).isEqualTo(issued.secret());
        assertThat(elsewhere.find(issued.secret())).isEmpty();
    }

    @Test
    @DisplayName("a token is over after a year, and once it is revoked or rotated, also after a restart")
    void end() {
        IssuedToken aging = now(tokens.issue(SPEC, "a", CAUSE));
        IssuedToken revoked = now(tokens.issue(SPEC, "a", CAUSE));
        IssuedToken old = now(tokens.issue(SPEC, "a", CAUSE));
        tokens.revoke(revoked.token().id(), CAUSE).block(SOON);
        tokens.revoke(revoked.token().id(), CAUSE).block(SOON);
        IssuedToken fresh = now(tokens.rotate(old.token().id(), CAUSE));

        StrategyTokens restarted = now(StrategyTokens.load(store, clock));

        assertThat(restarted.isValid(restarted.find(revoked.secret()).orElseThrow()))
                .isFalse();
        assertThat(restarted.isValid(restarted.find(old.secret()).orElseThrow()))
                .isFalse();
        assertThat(restarted.isValid(restarted.find(fresh.secret()).orElseThrow()))
                .isTrue();
        assertThat(fresh.token().variantId()).isEqualTo("a");
        assertThat(restarted.ofExperiment("exp_1")).hasSize(4);
        clock.advanceBy(Duration.ofDays(365).minusMillis(1));
        assertThat(restarted.isValid(aging.token())).isTrue();
        clock.advanceBy(Duration.ofMillis(1));
        assertThat(restarted.isValid(aging.token())).isFalse();
    }

    @Test
    @DisplayName("the standing token is looked for when somebody subscribes, and handed out once")
    void standing() {
        Mono<IssuedToken> standing = tokens.standing(SPEC, "a", CAUSE);
        assertThat(tokens.ofExperiment("exp_1")).isEmpty();

        StrategyToken first = now(standing).token();

        assertThat(now(standing).token()).isEqualTo(first);
        tokens.revoke(first.id(), CAUSE).block(SOON);
        assertThat(now(standing).token().id()).isNotEqualTo(first.id());
    }

    @Test
    @DisplayName("the control may have a token, a treatment without an agent may not, and what is not there is told")
    void refusals() {
        assertThat(now(tokens.issue(SPEC, "control", CAUSE)).token().variantId())
                .isEqualTo("control");
        assertThatThrownBy(() -> tokens.issue(SPEC, "fixed", CAUSE)).hasMessageContaining("has no agent");
        assertThatThrownBy(() -> tokens.issue(SPEC, "z", CAUSE)).hasMessageContaining("no variant 'z'");
        assertThatThrownBy(() -> tokens.revoke("tok_1", CAUSE).block(SOON)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> tokens.rotate("tok_1", CAUSE).block(SOON)).isInstanceOf(NoSuchElementException.class);
    }
}
