package io.agentflux.sandbox.activity;

import static io.agentflux.sandbox.activity.TestIntake.CAUSE;
import static io.agentflux.sandbox.activity.TestIntake.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricComparison;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.statistics.BivariateSample;
import io.agentflux.statistics.RatioTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real people of whom whole sites are assigned. */
class BySiteTest {

    @AutoClose
    private TestIntake intake;

    private int told;

    @BeforeEach
    void open(@TempDir Path folder) {
        intake = new TestIntake(folder);
    }

    private Experiment running(boolean bySite) {
        Experiment experiment = intake.created(ExperimentSpec.builder(
                        "exp",
                        "Test",
                        List.of(VariantSpec.control("control"), VariantSpec.treatment("a", GuardrailLimits.standard())))
                .people(new PeopleSpec.Live(bySite))
                .build());
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private ToldActivity scan(String person, @Nullable String site) {
        return new ToldActivity("e" + told++, person, ActivityKind.SCAN, false).ofSite(site);
    }

    private String variantOf(String person, @Nullable String site) {
        return intake.take(scan(person, site)).get(0).variantId();
    }

    @Test
    @DisplayName("everybody of a site gets the variant of the site, told together or one after another")
    void keepsSitesTogether() {
        running(true);
        List<ToldActivity> batch = new ArrayList<>();
        for (int person = 0; person < 60; person++) {
            batch.add(scan("early-" + person, "site-" + person % 6));
        }
        Map<String, Set<String>> variants = new HashMap<>();
        List<Receipt> receipts = intake.take(batch.toArray(new ToldActivity[0]));
        for (int person = 0; person < 60; person++) {
            variants.computeIfAbsent("site-" + person % 6, site -> new HashSet<>())
                    .add(receipts.get(person).variantId());
        }
        for (int person = 0; person < 12; person++) {
            variants.get("site-" + person % 6).add(variantOf("late-" + person, "site-" + person % 6));
        }

        assertThat(variants.values()).allSatisfy(ofSite -> assertThat(ofSite).hasSize(1));
        assertThat(variants.values().stream()
                        .flatMap(Set::stream)
                        .collect(Collectors.groupingBy(variant -> variant, Collectors.counting())))
                .isEqualTo(Map.of("control", 3L, "a", 3L));
    }

    @Test
    @DisplayName("sites and their people stay where they are after a restart, and new sites still come out even")
    void survivesARestart() {
        running(true);
        Map<String, String> before = new LinkedHashMap<>();
        for (int site = 0; site < 7; site++) {
            before.put("site-" + site, variantOf("first-" + site, "site-" + site));
        }
        intake.restart();

        before.forEach((site, variant) ->
                assertThat(variantOf("second-" + site, site)).as(site).isEqualTo(variant));
        assertThat(variantOf("first-0", null)).isEqualTo(before.get("site-0"));
        variantOf("last", "site-7");
        assertThat(Balance.of(intake.experiment()).byVariant().values())
                .allSatisfy(group -> assertThat(group.sites()).isEqualTo(4));
    }

    @Test
    @DisplayName("a person stays with the first site, whatever is told later")
    void staysWithTheFirstSite() {
        running(true);
        String north = variantOf("ann", "north");
        String south = variantOf("bob", "south");
        assertThat(north).isNotEqualTo(south);

        assertThat(variantOf("ann", "south")).isEqualTo(north);
        assertThat(variantOf("ann", null)).isEqualTo(north);
        assertThat(Balance.of(intake.experiment()).byVariant().values())
                .allSatisfy(group -> assertThat(group.sites()).isEqualTo(1));
    }

    @Test
    @DisplayName("who is new without a site is refused, and with them all that was told together")
    void refusesNewcomersWithoutSite() {
        Experiment experiment = running(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> intake.take(scan("ann", "north"), scan("bob", null)))
                .withMessageContaining("'bob' is new and no site is told");
        assertThat(Balance.of(experiment).byVariant().values())
                .allSatisfy(group -> assertThat(group.people()).isZero());

        assertThat(intake.take(scan("ann", "north"), scan("ann", null))).hasSize(2);
    }

    @Test
    @DisplayName("a site that is told with an activity of an id that was used before is still that of the person")
    void takesSitesToldWithUsedIds() {
        Experiment experiment = running(true);
        String south = intake.take(new ToldActivity("used", "bob", ActivityKind.SCAN, false).ofSite("south"))
                .get(0)
                .variantId();

        List<Receipt> receipts = intake.take(
                new ToldActivity("used", "ann", ActivityKind.SCAN, false).ofSite("north"), scan("ann", null));

        assertThat(receipts.get(0).isRepeated()).isTrue();
        assertThat(receipts.get(1).variantId()).isNotEqualTo(south).isEqualTo(variantOf("cem", "north"));
        intake.passDay(experiment);
        assertThat(Balance.of(experiment).byVariant().values())
                .allSatisfy(group -> assertThat(group.sites()).isEqualTo(1));
    }

    @Test
    @DisplayName("where people are assigned, a site is noted and does not decide")
    void onlyNotesSitesOtherwise() {
        Experiment experiment = running(false);
        List<ToldActivity> batch = new ArrayList<>();
        for (int person = 0; person < 100; person++) {
            batch.add(scan("p" + person, "only"));
            batch.add(scan("p" + person % 30, "only"));
        }
        intake.take(batch.toArray(new ToldActivity[0]));

        assertThat(Balance.of(experiment).byVariant().values()).allSatisfy(group -> {
            assertThat(group.people()).isBetween(30, 70);
            assertThat(group.sites()).isEqualTo(1);
        });
        intake.passDay(experiment);
        assertThat(experiment.comparisons(experiment.state()).versusControl("a").values())
                .isNotEmpty()
                .noneMatch(comparison -> comparison.method().contains("sites"));
    }

    @Test
    @DisplayName("what is compared are sites, by the sums over their people")
    void comparesSites() {
        Experiment experiment = running(true);
        Map<String, Map<String, int[]>> sites = new HashMap<>();
        for (int site = 0; site < 8; site++) {
            int people = 3 + site % 3;
            int scans = 1 + site * site % 5;
            for (int person = 0; person < people; person++) {
                for (int scan = 0; scan < scans; scan++) {
                    String variant = variantOf("p" + site + "-" + person, "s" + site);
                    sites.computeIfAbsent(variant, id -> new LinkedHashMap<>())
                            .put("s" + site, new int[] {people * scans, people});
                }
            }
        }
        intake.passDay(experiment);
        MetricComparison comparison = Objects.requireNonNull(
                experiment.comparisons(experiment.state()).versusControl("a").get(Metric.SCAN_FREQUENCY.name()));

        var expected = RatioTest.of(sums(sites.get("a")), sums(sites.get("control")), 0.95)
                .test();
        assertThat(comparison.method()).isEqualTo("Welch t of sites, delta method");
        assertThat(comparison.pValue()).isEqualTo(expected.pValue(), offset(1e-12));
        assertThat(comparison.difference()).isEqualTo(expected.difference().estimate(), offset(1e-12));
        assertThat(experiment.comparisons(experiment.state()).standing("a")).isPresent();
    }

    private static BivariateSample sums(Map<String, int[]> sites) {
        return BivariateSample.of(
                sites.values().stream().mapToDouble(site -> site[0]).toArray(),
                sites.values().stream().mapToDouble(site -> site[1]).toArray());
    }

    @Test
    @DisplayName("the balance tells how many came, when, and brought by whom, and how far from the control's that is")
    void tellsTheBalance() {
        Experiment experiment = running(true);
        String first = variantOf("ann", "north");
        String second = variantOf("cem", "south");
        intake.passDay(experiment);
        intake.take(scan("bob", "north").broughtBy("ann"), scan("dora", "south"), scan("eve", "south"));

        Balance balance = Balance.of(experiment);
        Balance.Group north = Objects.requireNonNull(balance.byVariant().get(first));
        Balance.Group south = Objects.requireNonNull(balance.byVariant().get(second));
        assertThat(balance.bySite()).isTrue();
        assertThat(balance.counts().chiSquare()).as("one site each").isZero();
        assertThat(balance.isAsPlanned()).isTrue();
        assertThat(north.people()).isEqualTo(2);
        assertThat(south.people()).isEqualTo(3);
        assertThat(north.expectedShare()).isEqualTo(0.5);
        assertThat(mean(north.firstDay())).isEqualTo(0.5);
        assertThat(mean(south.firstDay())).isEqualTo(2 / 3.0, offset(1e-12));
        assertThat(mean(north.referred())).isEqualTo(0.5);
        assertThat(mean(south.referred())).isZero();
        boolean northIsControl = first.equals("control");
        Balance.Group treatment = northIsControl ? south : north;
        Balance.Group control = northIsControl ? north : south;
        double sign = northIsControl ? 1 : -1;
        assertThat(difference(treatment.firstDay()))
                .isEqualTo(sign * (2 / 3.0 - 0.5) / Math.sqrt((2 / 9.0 + 0.25) / 2), offset(1e-12));
        assertThat(difference(treatment.referred())).isEqualTo(-sign * 0.5 / Math.sqrt(0.25 / 2), offset(1e-12));
        assertThat(Objects.requireNonNull(control.firstDay()).difference()).isNull();
    }

    private static double mean(Balance.@Nullable Covariate covariate) {
        return Objects.requireNonNull(Objects.requireNonNull(covariate).mean());
    }

    private static double difference(Balance.@Nullable Covariate covariate) {
        return Objects.requireNonNull(Objects.requireNonNull(covariate).difference());
    }
}
