package io.agentflux.sandbox;

import static io.agentflux.sandbox.TestArena.PATIENCE;
import static io.agentflux.sandbox.TestArena.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.guardrail.GuardrailLimits;
import io.agentflux.sandbox.RawConnection.Answer;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.PeopleSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.time.SimulatedScheduler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for people as a browser gets it, and what it asks for on their behalf. */
class ScoutWireTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Cause CAUSE = new Cause("test", "");
    private static final String ADMIN = "admin_secret";
    private static final String TOKENS = "/api/admin/ingest-tokens";

    private final SimulatedScheduler clock = SimulatedScheduler.startingAt(TestArena.START);
    private SandboxHandle sandbox;
    private RawConnection connection;

    @BeforeEach
    void start() {
        sandbox = get(ArenaSandbox.create()
                .scheduler(clock)
                .keepingIn("memory")
                .administeredBy(AdministratorToken.of(ADMIN))
                .start());
        connection = new RawConnection(sandbox.port());
        var experiment = get(sandbox.experiments()
                .create(
                        ExperimentSpec.builder(
                                        "exp",
                                        "exp",
                                        List.of(
                                                VariantSpec.control("control"),
                                                VariantSpec.treatment("a", GuardrailLimits.standard())))
                                .people(new PeopleSpec.Live())
                                .build(),
                        CAUSE));
        experiment.start(CAUSE).block(PATIENCE);
    }

    @AfterEach
    void stop() {
        connection.close();
        sandbox.stop(Duration.ofSeconds(1)).block(PATIENCE);
    }

    private Answer admin(String method, String path, String body) {
        return connection.call(method, path, ADMIN, body);
    }

    private String tokenOf(String person) {
        return issued("{\"experimentId\":\"exp\",\"person\":\"" + person + "\"}");
    }

    private String issued(String body) {
        Answer answer = admin("POST", TOKENS, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return data(answer).get("ingestToken").stringValue();
    }

    private static JsonNode data(Answer answer) {
        return JSON.readTree(answer.body()).get("data");
    }

    private Answer tell(String token, String id, String person, String kind) {
        return connection.call(
                "POST",
                "/api/events",
                token,
                "{\"id\":\"" + id + "\",\"person\":\"" + person + "\",\"kind\":\"" + kind + "\"}");
    }

    private Answer ask(String token, String path) {
        return connection.call("GET", path, token, "");
    }

    private static String hash(String element, String page) throws NoSuchAlgorithmException {
        Matcher found = Pattern.compile("<" + element + ">(.*?)</" + element + ">", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).as(element).isTrue();
        return "'sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(found.group(1).getBytes(StandardCharsets.UTF_8)))
                + "'";
    }

    @Test
    @DisplayName("the page is one file that may load nothing else, run nothing else and send nothing elsewhere")
    void isSelfContained() throws NoSuchAlgorithmException {
        Answer page = ask("", "/scout");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry(
                        "content-security-policy",
                        "default-src 'none'; style-src " + hash("style", page.body()) + "; script-src "
                                + hash("script", page.body())
                                + "; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.body())
                .doesNotContain(
                        "://", "src=", "<link", "@import", "localStorage", "document.cookie", "innerHTML", "eval(")
                .contains("name=\"viewport\"", "lang=\"en\"", "prefers-color-scheme: dark")
                .as("a proxy may serve the page under a path of its own")
                .doesNotContain("'/api/", "\"/api/");
        assertThat(page.body().split("<script", -1)).hasSize(2);
        assertThat(page.body().split("<style", -1)).hasSize(2);
    }

    @Test
    @DisplayName("each field of the page has a label that names it")
    void hasLabels() {
        String page = ask("", "/scout").body();
        Matcher field = Pattern.compile("<(?:input type=\"(?:text|password)\"|textarea|progress) id=\"([a-z-]+)\"")
                .matcher(page);
        int fields = 0;
        while (field.find()) {
            fields++;
            assertThat(page).contains("<label for=\"" + field.group(1) + "\"");
        }
        assertThat(fields).isEqualTo(10);
    }

    @Test
    @DisplayName("what the page asks with the token of a person is answered as the page needs it")
    void flow() {
        String token = tokenOf("ann");
        assertThat(ask(token, "/api/people?person=ann").body())
                .as("the page knows by this beginning that nothing was done yet")
                .contains("\"error\":\"Nobody");

        assertThat(data(tell(token, "1", "ann", "scan"))
                        .at("/results/0/xp/total")
                        .intValue())
                .isEqualTo(25);
        connection.call(
                "POST",
                "/api/events",
                token,
                "{\"id\":\"2\",\"person\":\"ann\",\"kind\":\"feedback\",\"rating\":4,\"place\":\"canteen\",\"text\":\"good\"}");
        assertThat(tell(token, "3", "ann", "issue").status()).isEqualTo(200);
        assertThat(tell(token, "4", "ann", "status").status()).isEqualTo(200);

        JsonNode ann = data(ask(token, "/api/people"));
        assertThat(ann.get("xp").intValue()).isGreaterThan(25);
        assertThat(ann.at("/mission/kind").stringValue()).isIn("scan", "feedback", "status");
        assertThat(ann.at("/mission/done").intValue()).isPositive();
        assertThat(ann.at("/mission/target").intValue()).isPositive();
        JsonNode board = data(ask(token, "/api/leaderboard?period=week&limit=10"));
        assertThat(board.get("variantId")).isEqualTo(ann.get("variantId"));
        assertThat(board.at("/places/0/person").stringValue()).isEqualTo("ann");
        assertThat(admin("GET", "/api/admin/experiments/exp/export/activities?format=csv", "")
                        .body())
                .contains("points,site,place,rating")
                .containsPattern("feedback,ann,1,true,[0-9.]+,,canteen,4");
    }

    @Test
    @DisplayName("whoever hands out the token of a person gets the link for the person along with it")
    void handsOutTheLink() {
        JsonNode token = data(admin("POST", TOKENS, "{\"experimentId\":\"exp\",\"person\":\"Ann & #1\"}"));
        String link = "/scout#person=Ann+%26+%231&token=";

        assertThat(token.get("scoutPath").stringValue())
                .isEqualTo(link + token.get("ingestToken").stringValue());
        assertThat(data(admin("POST", TOKENS + "/" + token.get("tokenId").stringValue() + "/rotate", ""))
                        .get("scoutPath")
                        .stringValue())
                .startsWith(link);
        assertThat(data(admin("POST", TOKENS, "{\"experimentId\":\"exp\"}")).has("scoutPath"))
                .isFalse();
        assertThat(admin("GET", TOKENS, "").body()).doesNotContain("scoutPath");
    }

    @Test
    @DisplayName("the token of a person tells and asks of that person only")
    void tellsOfOnePerson() {
        String ann = tokenOf("ann");
        String bob = tokenOf("bob");
        tell(ann, "1", "ann", "scan");
        tell(bob, "1", "bob", "scan");

        assertThat(tell(ann, "2", "bob", "scan").status()).isEqualTo(403);
        assertThat(ask(ann, "/api/people?person=bob").status()).isEqualTo(403);
        assertThat(data(ask(bob, "/api/people")).get("scans").intValue())
                .as("the same id of another person is another activity")
                .isEqualTo(1);
        Answer again = tell(bob, "1", "bob", "scan");
        assertThat(data(again).at("/results/0/repeated").booleanValue()).isTrue();
        assertThat(data(again).at("/results/0/id").stringValue()).isEqualTo("1");
        assertThat(data(again).at("/results/0/person").stringValue()).isEqualTo("bob");
        assertThat(tell(ann, "x".repeat(190), "ann", "scan").status()).isEqualTo(400);
        String mixed = "{\"events\":[{\"id\":\"3\",\"person\":\"ann\",\"kind\":\"scan\"},"
                + "{\"id\":\"4\",\"person\":\"bob\",\"kind\":\"scan\"}]}";
        assertThat(connection.call("POST", "/api/events", ann, mixed).status()).isEqualTo(403);
        assertThat(data(ask(ann, "/api/people")).get("scans").intValue()).isEqualTo(1);
    }

    @Test
    @DisplayName("the token of a person shows the leaderboard of the person's variant, not another's")
    void showsOwnLeaderboard() {
        String ann = tokenOf("ann");
        assertThat(ask(ann, "/api/leaderboard").status()).isEqualTo(404);
        String own =
                data(tell(ann, "1", "ann", "scan")).at("/results/0/variantId").stringValue();
        String other = own.equals("a") ? "control" : "a";

        assertThat(data(ask(ann, "/api/leaderboard")).get("variantId").stringValue())
                .isEqualTo(own);
        assertThat(ask(ann, "/api/leaderboard?variantId=" + other).status()).isEqualTo(403);
        assertThat(ask(ann, "/api/referrals").status()).isEqualTo(403);
    }

    @Test
    @DisplayName(
            "the token of a person is over after 30 days, or after as many as were asked for; a new one is good for as long")
    void endsEarly() {
        String month = tokenOf("ann");
        Answer wanted = admin("POST", TOKENS, "{\"experimentId\":\"exp\",\"person\":\"ann\",\"validDays\":2}");
        String id = data(wanted).get("tokenId").stringValue();
        String days = data(admin("POST", TOKENS + "/" + id + "/rotate", ""))
                .get("ingestToken")
                .stringValue();
        assertThat(data(wanted).get("person").stringValue()).isEqualTo("ann");
        assertThat(tell(days, "1", "bob", "scan").status()).isEqualTo(403);

        clock.advanceTo(TestArena.START.plus(Duration.ofDays(2)));
        assertThat(tell(days, "1", "ann", "scan").status()).isEqualTo(401);
        assertThat(tell(month, "1", "ann", "scan").status()).isEqualTo(200);
        clock.advanceTo(TestArena.START.plus(Duration.ofDays(30)));
        assertThat(tell(month, "2", "ann", "scan").status()).isEqualTo(401);
    }

    @Test
    @DisplayName("a token of a person takes an experiment, a name and whole days, and a mark is from 1 to 5")
    void refusesNonsense() {
        for (String nonsense : List.of(
                "{\"tenant\":\"default\",\"person\":\"ann\"}",
                "{\"experimentId\":\"exp\",\"person\":\"\"}",
                "{\"experimentId\":\"exp\",\"validDays\":0}",
                "{\"experimentId\":\"exp\",\"validDays\":366}")) {
            assertThat(admin("POST", TOKENS, nonsense).status()).as(nonsense).isEqualTo(400);
        }
        for (String rating : List.of("0", "6", "2.5", "\"4\"")) {
            Answer refused = connection.call(
                    "POST",
                    "/api/events",
                    ADMIN,
                    "{\"id\":\"1\",\"person\":\"ann\",\"kind\":\"feedback\",\"rating\":" + rating + "}");
            assertThat(refused.status()).as(rating).isEqualTo(400);
            assertThat(refused.body()).contains("rating is ");
        }
    }
}
