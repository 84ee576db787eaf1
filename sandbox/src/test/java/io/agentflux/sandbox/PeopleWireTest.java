package io.agentflux.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.arena.ExperimentStatus;
import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.progress.Badge;
import io.agentflux.sandbox.progress.Reward;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleWireTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Cause CAUSE = new Cause("test", "because");
    private static final String ADMIN = "admin_secret";
    private static final String PATH = "/api/events";

    private SandboxHandle sandbox;
    private RawConnection connection;

    @BeforeEach
    void start() {
        sandbox = Objects.requireNonNull(ArenaSandbox.create()
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start()
                .block(SOON));
        connection = new RawConnection(sandbox.port());
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(SOON);
    }

    private Experiment running(String id) {
        Experiment experiment = Objects.requireNonNull(sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        id,
                                        "Test " + id,
                                        List.of(
                                                VariantSpec.control("control"),
                                                VariantSpec.treatment("a", GuardrailLimits.standard())))
                                .people(new PeopleSpec.Live())
                                .rewards(List.of(
                                        new Reward("Mug", 2, null, null),
                                        new Reward("Pin", null, Badge.FIRST_SCAN, null)))
                                .build(),
                        CAUSE)
                .block(SOON));
        experiment.start(CAUSE).block(SOON);
        return experiment;
    }

    private RawConnection.Answer tell(String body) {
        return connection.call("POST", PATH, ADMIN, body);
    }

    @Test
    @DisplayName("a scan is answered with the variant and what the points are for")
    void answersWithPoints() {
        running("exp");
        RawConnection.Answer answer =
                tell("{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\",\"device\":\"ignored\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"success\":true,\"data\":{\"experimentId\":\"exp\",\"results\":[{\"id\":\"e1\","
                        + "\"person\":\"ann\",\"variantId\":\"")
                .endsWith("\",\"kind\":\"scan\",\"repeated\":false,\"xp\":{\"total\":25,\"activity\":10,"
                        + "\"firstScanOfDay\":15,\"streak\":0,\"mission\":0,\"capped\":false}}]}}");
        assertThat(tell("{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}").body())
                .contains("\"repeated\":true,\"xp\":{\"total\":25,");
    }

    @Test
    @DisplayName("many at once are answered in their order")
    void takesBatches() {
        running("exp");
        String events = IntStream.range(0, 500)
                .mapToObj(number -> "{\"id\":\"e" + number + "\",\"person\":\"p" + number % 3
                        + "\",\"kind\":\"feedback\",\"text\":\"nice\"}")
                .collect(Collectors.joining(","));
        RawConnection.Answer answer = tell("{\"events\":[" + events + "]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":\"e0\"", "\"id\":\"e499\"").containsOnlyOnce("\"id\":\"e7\"");
        assertThat(answer.body().split("\"capped\":false", -1)).hasSize(31);
    }

    @Test
    @DisplayName("one activity that is wrong is named by its place, and none of the others counts")
    void appliesAllOrNothing() {
        running("exp");
        RawConnection.Answer answer = tell("{\"events\":[{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"},"
                + "{\"id\":\"e2\",\"person\":\"ann\",\"kind\":\"dance\"}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"success\":false,\"error\":\"events[1].kind is 'dance'; give scan, feedback, issue, status,"
                                + " photo.\"}");
        assertThat(tell("{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}").body())
                .contains("\"repeated\":false", "\"total\":25");
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The body is not",
                "{\"id\": | The body is not JSON",
                "[] | The body is not an object",
                "{} | id is missing or not text",
                "{\"id\":7,\"person\":\"ann\",\"kind\":\"scan\"} | id is missing or not text",
                "{\"id\":\"\",\"person\":\"ann\",\"kind\":\"scan\"} | id is empty",
                "{\"id\":\"1\",\"person\":\"a\\u0000\",\"kind\":\"scan\"} | person has a NUL character",
                "{\"id\":\"1\",\"person\":\"ann\",\"kind\":\"SCAN\"} | kind is 'SCAN'",
                "{\"id\":\"1\",\"person\":\"ann\",\"kind\":\"scan\",\"text\":5} | text is not text",
                "{\"id\":\"1\",\"id\":\"2\",\"person\":\"ann\",\"kind\":\"scan\"} | The body is not JSON",
                "{\"id\":\"1\",\"person\":\"ann\",\"kind\":\"scan\"} x | no deeper than 16: look at line 1, column 4",
                "{\"events\":[]} | events is not an array of 1 to 500",
                "{\"events\":{}} | events is not an array of 1 to 500",
                "{\"events\":[7]} | events[0] is not an object",
                "{\"experimentId\":7,\"id\":\"1\",\"person\":\"ann\",\"kind\":\"scan\"} | experimentId is missing",
            })
    @DisplayName("what is wrong is told, by status 400")
    void tellsWhatIsWrong(String body, String error) {
        running("exp");
        RawConnection.Answer answer = tell(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"success\":false,\"error\":\"").contains(error.replace("\"", "\\\""));
        assertThat(answer.body()).doesNotContain("Feature");
    }

    @Test
    @DisplayName("what may be left out may be null too")
    void takesNullForNothing() {
        running("exp");

        assertThat(tell("{\"experimentId\":null,\"id\":\"1\",\"person\":\"ann\",\"kind\":\"scan\",\"text\":null,"
                                + "\"site\":null,\"place\":null,\"rating\":null,\"referredBy\":null}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("only the administrator may tell what people did")
    void letsNobodyElseIn() {
        running("exp");
        String scan = "{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}";

        assertThat(connection.call("POST", PATH, "", scan).status()).isEqualTo(401);
        assertThat(connection.call("POST", PATH, "strat_unknown", scan).status())
                .isEqualTo(401);
        assertThat(connection.call("GET", PATH, ADMIN, "").status()).isEqualTo(405);
    }

    @Test
    @DisplayName("where a person stands and who is first is read over HTTP")
    void showsProgress() {
        Experiment experiment = running("exp");
        tell("{\"events\":[{\"id\":\"e1\",\"person\":\"ann & co\",\"kind\":\"scan\"},"
                + "{\"id\":\"e2\",\"person\":\"ann & co\",\"kind\":\"issue\",\"text\":\"broken\"},"
                + "{\"id\":\"e3\",\"person\":\"bob\",\"kind\":\"scan\"}]}");

        String ann = connection
                .call("GET", "/api/people?person=ann%20%26%20co", ADMIN, "")
                .body();
        assertThat(ann)
                .contains("\"person\":\"ann & co\"", "\"xp\":50,\"xpThisWeek\":50,\"level\":1,\"levelXp\":0,")
                .contains("\"nextLevelXp\":100", "\"streak\":1,\"longestStreak\":1,\"streakFreezes\":0,")
                .contains("{\"badge\":\"first-scan\",\"title\":\"A first scan\",\"earned\":true}")
                .contains("{\"badge\":\"podium\",\"title\":\"Among the first three of a week\",\"earned\":false}")
                .contains("{\"name\":\"Mug\",\"level\":2,\"earned\":false}")
                .contains("{\"name\":\"Pin\",\"badge\":\"first-scan\",\"earned\":true}");
        assertThat(connection.call("GET", "/api/leaderboard", ADMIN, "").body())
                .contains("\"period\":\"total\",\"people\":2,\"places\":[{\"rank\":1,\"person\":\"ann & co\",")
                .contains("{\"rank\":2,\"person\":\"bob\",");
        assertThat(connection
                        .call("GET", "/api/leaderboard?period=week&limit=1&variantId=control", ADMIN, "")
                        .status())
                .isEqualTo(200);
        assertThat(connection.call("GET", "/api/people?person=ann", ADMIN, "").status())
                .isEqualTo(404);
        assertThat(connection
                        .call("GET", "/api/leaderboard?variantId=x", ADMIN, "")
                        .status())
                .isEqualTo(404);
        assertThat(connection.call("GET", "/api/people?person=bob", "", "").status())
                .isEqualTo(401);
        experiment.moveTo(ExperimentStatus.COMPLETED, CAUSE).block(SOON);
        assertThat(connection.call("GET", "/api/people?person=bob", ADMIN, "").status())
                .as("what people have come to stays when the experiment is over")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("who was brought by whom is told with an activity, and read as a report and as a file")
    void reportsReferrals() {
        running("exp");
        tell("{\"events\":[{\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"},"
                + "{\"id\":\"e2\",\"person\":\"bob\",\"kind\":\"scan\",\"referredBy\":\"ann\"}]}");

        assertThat(connection
                        .call("GET", "/api/referrals?settledDays=0", ADMIN, "")
                        .body())
                .startsWith(
                        "{\"success\":true,\"data\":{\"experimentId\":\"exp\",\"settledDays\":0,\"total\":{\"people\":2,"
                                + "\"referred\":1,\"referrals\":1,\"settledPeople\":2,\"settledReferrals\":1,"
                                + "\"viralCoefficient\":0.5,\"standardError\":0.5},\"variants\":[{\"variantId\":\"control\",");
        assertThat(connection.call("GET", "/api/referrals", ADMIN, "").body())
                .as("nobody has been here for a week")
                .contains("\"settledPeople\":0")
                .doesNotContain("viralCoefficient");
        assertThat(connection.call("GET", "/api/people?person=bob", ADMIN, "").body())
                .contains("\"referredBy\":\"ann\"");
        assertThat(connection
                        .call("GET", "/api/admin/experiments/exp/export/referrals?format=csv", ADMIN, "")
                        .body())
                .contains("timestamp,variantId,activityId,person,referredBy,day")
                .contains(",e2,bob,ann,1")
                .doesNotContain("e1");
        assertThat(tell("{\"id\":\"e3\",\"person\":\"cem\",\"kind\":\"scan\",\"referredBy\":7}")
                        .body())
                .contains("referredBy is missing or not text");
    }

    @Test
    @DisplayName("with several experiments one has to be named, and a paused one takes nothing")
    void namesExperiments() {
        running("one");
        Experiment two = running("two");
        String scan = "\"id\":\"e1\",\"person\":\"ann\",\"kind\":\"scan\"}";

        assertThat(tell("{" + scan).body()).contains("There are 2 experiments on real people");
        assertThat(tell("{\"experimentId\":\"two\"," + scan).body()).contains("\"experimentId\":\"two\"");
        assertThat(tell("{\"experimentId\":\"three\"," + scan).status()).isEqualTo(404);
        two.moveTo(ExperimentStatus.PAUSED, CAUSE).block(SOON);
        RawConnection.Answer paused = tell("{\"experimentId\":\"two\"," + scan);
        assertThat(paused.status()).isEqualTo(409);
        assertThat(paused.body()).contains("is PAUSED; what people do counts while it is RUNNING.");
    }
}
