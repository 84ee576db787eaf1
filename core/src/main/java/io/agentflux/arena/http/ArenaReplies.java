package io.agentflux.arena.http;

import io.agentflux.arena.Confidence;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.Decision;
import io.agentflux.arena.DecisionPage;
import io.agentflux.arena.Economy;
import io.agentflux.arena.ExperimentStatus;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Scoreboard;
import io.agentflux.arena.ScoreboardEntry;
import io.agentflux.arena.Signals;
import io.agentflux.arena.VariantInfo;
import io.agentflux.arena.WebhookInfo;
import io.agentflux.arena.WebhookSecret;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of replies, as UTF-8 encoded JSON in the envelope {@code {"success": true, "data": {...}}}.
 *
 * <p>What is written has every member the protocol describes, whole numbers without a fraction, and instants in UTC with
 * seconds. What is read may come from another arena, perhaps an older one: the envelope may be missing, an empty body counts as
 * an empty object, unknown members are ignored - of an economy, those that are no numbers - and null counts as missing. The
 * defaults of missing members are: text {@code ""}, numbers 0, flags false, collections empty, instants null; confidence low,
 * mode {@code AGENT}, status {@code RUNNING}, update interval 60 minutes, delta limit 50 %, each parameter of an economy its
 * global default. A word that is not known here is kept as it is told, be it a status, a mode, the code of a refusal or an
 * event; a confidence that is not known counts as low. A known member of the wrong kind is a
 * {@link MalformedMessageException}.
 */
public final class ArenaReplies {

    private ArenaReplies() {}

    /** A success without data. */
    public static byte[] encodeEmpty() {
        return enveloped(data -> {});
    }

    /** A failure in words. */
    public static byte[] encodeError(String error) {
        return JsonWriter.object(body -> body.flag("success", false).text("error", error));
    }

    /** The words of a failure, or empty if the body holds none. Never fails. */
    public static Optional<String> decodeError(byte[] body) {
        try {
            return Optional.ofNullable(JsonReader.tolerantly(body).textOrNull("error"));
        } catch (MalformedMessageException notAnEnvelope) {
            return Optional.empty();
        }
    }

    /** The reply that describes a variant; its update interval is told in whole minutes, rounded up. */
    public static byte[] encode(VariantInfo variant) {
        return enveloped(data -> {
            data.text("variantId", variant.variantId())
                    .text("variantName", variant.variantName())
                    .text("experimentId", variant.experimentId())
                    .text("experimentName", variant.experimentName())
                    .text("experimentStatus", variant.experimentStatus())
                    .text("mode", variant.mode())
                    .flag("isControl", variant.isControl())
                    .numbers("currentConfig", variant.economy().toWire())
                    .instant("lastConfigUpdate", variant.lastConfigUpdate());
            WireFormat.writeLimits(data, variant.updateInterval(), variant.deltaLimitPercent());
        });
    }

    /** Reads what {@link #encode(VariantInfo)} writes. */
    public static VariantInfo decodeVariant(byte[] body) {
        return decode(
                body,
                data -> new VariantInfo(
                        data.text("variantId", ""),
                        data.text("variantName", ""),
                        data.text("experimentId", ""),
                        data.text("experimentName", ""),
                        data.text("experimentStatus", ExperimentStatus.RUNNING.name()),
                        data.text("mode", VariantInfo.AGENT_MODE),
                        data.flag("isControl"),
                        economy(data),
                        data.instantOrNull("lastConfigUpdate"),
                        WireFormat.readUpdateInterval(data),
                        WireFormat.readDeltaLimitPercent(data)));
    }

    private static Economy economy(JsonObject data) {
        return Economy.ofWire(WireFormat.economyNumbers(data, "currentConfig"));
    }

    /** The reply that holds a variant's signals. */
    public static byte[] encode(Signals signals) {
        return enveloped(data -> write(data, signals));
    }

    /** Reads what {@link #encode(Signals)} writes. */
    public static Signals decodeSignals(byte[] body) {
        return decode(body, ArenaReplies::readSignals);
    }

    /** Writes the members of signals, as replies and files hold them. */
    public static void write(JsonWriter data, Signals signals) {
        data.whole("enrolled", signals.enrolled())
                .whole("activeToday", signals.activeToday())
                .whole("active7d", signals.active7d())
                .whole("totalScans", signals.totalScans())
                .whole("experimentDays", signals.experimentDays());
        writeMetrics(data, signals.metrics());
        if (signals.computedAt() != null) {
            data.instant("computedAt", signals.computedAt());
        }
    }

    static Signals readSignals(JsonObject data) {
        return new Signals(
                data.count("enrolled"),
                data.count("activeToday"),
                data.count("active7d"),
                data.whole("totalScans", 0),
                data.count("experimentDays"),
                metrics(data),
                data.instantOrNull("computedAt"));
    }

    /** Writes the members of an entry of the audit log, as replies and files hold them. */
    public static void write(JsonWriter data, Decision decision) {
        WireFormat.write(data, decision);
    }

    private static void writeMetrics(JsonWriter data, Map<String, MetricSignal> metrics) {
        data.object(
                "metrics",
                members -> metrics.forEach(
                        (name, metric) -> members.object(name, signal -> signal.number("value", metric.value())
                                .numberOrNull("stdDev", metric.standardDeviation())
                                .whole("sampleSize", metric.sampleSize())
                                .text("confidence", metric.confidence().wireName()))));
    }

    private static Map<String, MetricSignal> metrics(JsonObject data) {
        return data.objectsByName(
                "metrics",
                (name, metric) -> new MetricSignal(
                        metric.number("value", 0),
                        metric.has("stdDev") ? metric.number("stdDev", 0) : null,
                        metric.count("sampleSize"),
                        confidence(metric)));
    }

    private static Confidence confidence(JsonObject metric) {
        String word = metric.text("confidence", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(Confidence.values())
                .filter(confidence -> confidence.wireName().equals(word))
                .findFirst()
                .orElse(Confidence.LOW);
    }

    /** The reply to an update. */
    public static byte[] encode(ConfigResult result) {
        return enveloped(data -> {
            data.flag("accepted", result.accepted());
            if (result.accepted()) {
                data.numbers("appliedConfig", result.appliedConfig());
                if (!result.clampedDeltas().isEmpty()) {
                    WireFormat.writeClampedDeltas(data, result.clampedDeltas());
                }
            } else {
                data.text("rejectionReason", result.rejectionReason());
                data.text("rejectionDetail", result.rejectionDetail());
            }
            WireFormat.writeOutcome(data, result);
            data.text("decisionLogId", result.decisionLogId());
        });
    }

    /** Reads what {@link #encode(ConfigResult)} writes. */
    public static ConfigResult decodeResult(byte[] body) {
        return decode(
                body,
                data -> WireFormat.readResult(
                        data, data.textOrNull("rejectionReason"), data.textOrNull("rejectionDetail"), "decisionLogId"));
    }

    /** The reply that holds the scoreboard. */
    public static byte[] encode(Scoreboard scoreboard) {
        return enveloped(data -> data.objects("variants", scoreboard.variants(), (entry, variant) -> {
            entry.text("variantId", variant.variantId())
                    .text("variantName", variant.variantName())
                    .flag("isControl", variant.isControl())
                    .numbers("currentConfig", variant.economy().toWire())
                    .instant("lastConfigUpdate", variant.lastConfigUpdate())
                    .instant("lastHeartbeat", variant.lastHeartbeat());
            writeMetrics(entry, variant.metrics());
            entry.whole("enrolledCount", variant.enrolledCount())
                    .whole("activeCount", variant.activeCount())
                    .whole("totalDecisions", variant.totalDecisions())
                    .whole("rejectedDecisions", variant.rejectedDecisions());
            ComparisonFormat.write(entry, variant);
        }));
    }

    /** Reads what {@link #encode(Scoreboard)} writes. */
    public static Scoreboard decodeScoreboard(byte[] body) {
        return decode(
                body,
                data -> new Scoreboard(data.objects("variants").stream()
                        .map(entry -> new ScoreboardEntry(
                                entry.text("variantId", ""),
                                entry.text("variantName", ""),
                                entry.flag("isControl"),
                                economy(entry),
                                entry.instantOrNull("lastConfigUpdate"),
                                entry.instantOrNull("lastHeartbeat"),
                                metrics(entry),
                                entry.count("enrolledCount"),
                                entry.count("activeCount"),
                                entry.count("totalDecisions"),
                                entry.count("rejectedDecisions"),
                                entry.objectsByName(
                                        "versusControl", (metric, members) -> ComparisonFormat.read(members)),
                                ComparisonFormat.readStanding(entry)))
                        .toList()));
    }

    /** The reply that holds a page of the audit log. */
    public static byte[] encode(DecisionPage page) {
        return enveloped(data -> data.objects("decisions", page.decisions(), WireFormat::write)
                .whole("total", page.total())
                .whole("page", page.page())
                .whole("pageSize", page.pageSize()));
    }

    /**
     * Reads what {@link #encode(DecisionPage)} writes; a page size that is not told is the number of entries. Where an entry does
     * not tell what was asked for, what was applied stands in for it; one that tells neither is left out.
     */
    public static DecisionPage decodeDecisions(byte[] body) {
        return decodeLogPage(body).page();
    }

    static LogPage decodeLogPage(byte[] body) {
        return decode(body, data -> {
            List<JsonObject> entries = data.objects("decisions");
            List<Decision> decisions = entries.stream()
                    .flatMap(entry -> WireFormat.readDecision(entry).stream())
                    .toList();
            return new LogPage(
                    new DecisionPage(
                            decisions,
                            data.count("total"),
                            data.has("page") ? data.count("page") : 1,
                            data.has("pageSize") ? data.count("pageSize") : entries.size()),
                    entries.size());
        });
    }

    /** The reply to a webhook's registration. */
    public static byte[] encode(WebhookInfo webhook) {
        return enveloped(data -> {
            data.text("webhookId", webhook.webhookId())
                    .text("url", webhook.url())
                    .texts("events", webhook.events());
            if (webhook.secret() != null) {
                data.text("secret", webhook.secret().reveal());
            }
        });
    }

    /** Reads what {@link #encode(WebhookInfo)} writes; {@code id} stands in for a missing {@code webhookId}. */
    public static WebhookInfo decodeWebhook(byte[] body) {
        return decode(
                body,
                data -> new WebhookInfo(
                        data.text("webhookId", data.text("id", "")),
                        data.text("url", ""),
                        data.texts("events"),
                        secretOrNull(data.textOrNull("secret"))));
    }

    /** A secret of another form is of no use here, but no reason to lose the registration. */
    private static @Nullable WebhookSecret secretOrNull(@Nullable String text) {
        try {
            return text == null ? null : WebhookSecret.of(text);
        } catch (IllegalArgumentException otherForm) {
            return null;
        }
    }

    private static byte[] enveloped(Consumer<JsonWriter> data) {
        return JsonWriter.object(body -> body.flag("success", true).object("data", data));
    }

    private static <T> T decode(byte[] body, Function<JsonObject, T> read) {
        JsonObject envelope = JsonReader.tolerantly(body);
        JsonObject data = envelope.members().containsKey("data") ? envelope.object("data") : envelope;
        return WireFormat.reading(data, read);
    }
}
