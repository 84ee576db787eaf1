package io.agentflux.arena.http;

import io.agentflux.arena.ClampedDelta;
import io.agentflux.arena.ConfigResult;
import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Decision;
import io.agentflux.arena.EconomyParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts that several messages share: entries of the audit log and what became of an update. */
final class WireFormat {

    private static final String UPDATE_INTERVAL = "updateIntervalMin";
    private static final String DELTA_LIMIT = "deltaLimitPct";
    private static final long DEFAULT_UPDATE_INTERVAL_MINUTES = 60;
    private static final double DEFAULT_DELTA_LIMIT_PERCENT = 50;
    private static final long NANOS_LEFT_OF_A_MINUTE = Duration.ofMinutes(1).toNanos() - 1;

    private WireFormat() {}

    /** Reads a message, turning what its values refuse into an error of the message. */
    static <T> T reading(JsonObject data, Function<JsonObject, T> read) {
        try {
            return read.apply(data);
        } catch (IllegalArgumentException refused) {
            throw new MalformedMessageException(data.path() + " holds an impossible value: " + refused.getMessage());
        }
    }

    /** The values of an economy by wire name. What an arena tells beside the known ones need not be a number. */
    static Map<String, Double> economyNumbers(JsonObject data, String name) {
        return data.numbers(name, member -> EconomyParameter.ofWireName(member).isPresent());
    }

    /** Writes how often a variant may be changed and by how much; a started minute counts as whole. */
    static void writeLimits(JsonWriter data, Duration updateInterval, double deltaLimitPercent) {
        data.whole(
                        UPDATE_INTERVAL,
                        updateInterval.plusNanos(NANOS_LEFT_OF_A_MINUTE).toMinutes())
                .number(DELTA_LIMIT, deltaLimitPercent);
    }

    static Duration readUpdateInterval(JsonObject data) {
        return Duration.ofMinutes(data.whole(UPDATE_INTERVAL, DEFAULT_UPDATE_INTERVAL_MINUTES));
    }

    static double readDeltaLimitPercent(JsonObject data) {
        return data.number(DELTA_LIMIT, DEFAULT_DELTA_LIMIT_PERCENT);
    }

    static void writeClampedDeltas(JsonWriter data, Map<String, ClampedDelta> deltas) {
        data.object(
                "clampedDeltas",
                members -> deltas.forEach(
                        (name, delta) -> members.object(name, clamped -> clamped.number("previous", delta.previous())
                                .number("requested", delta.requested())
                                .number("applied", delta.applied())
                                .flag("clamped", true)
                                .number("deltaPercent", delta.deltaPercent())
                                .number("baseline", delta.baseline())
                                .number("maxDelta", delta.maxDelta()))));
    }

    /** What accepted and refused updates have in common, as far as there is something to tell. */
    static void writeOutcome(JsonWriter data, ConfigResult result) {
        if (result.nextAllowedUpdate() != null) {
            data.notBefore("nextAllowedUpdate", result.nextAllowedUpdate());
        }
        if (!result.ignoredKeys().isEmpty()) {
            data.texts("ignoredKeys", result.ignoredKeys());
        }
    }

    static ConfigResult readResult(
            JsonObject data, @Nullable String rejectionReason, @Nullable String rejectionDetail, String idMember) {
        return new ConfigResult(
                data.flag("accepted"),
                economyNumbers(data, "appliedConfig"),
                data.objectsByName("clampedDeltas", WireFormat::readClampedDelta),
                rejectionReason,
                rejectionDetail,
                data.instantOrNull("nextAllowedUpdate"),
                data.text(idMember, ""),
                data.texts("ignoredKeys"));
    }

    private static ClampedDelta readClampedDelta(String name, JsonObject delta) {
        double applied = delta.number("applied", 0);
        double previous = delta.number("previous", delta.number("baseline", 0));
        double change = previous == 0 ? 100 * Math.signum(applied) : 100 * (applied - previous) / previous;
        return new ClampedDelta(
                previous,
                delta.number("requested", 0),
                applied,
                delta.number("deltaPercent", change),
                delta.number("baseline", previous),
                delta.number("maxDelta", Math.abs(applied - previous)));
    }

    static void write(JsonWriter entry, Decision decision) {
        ConfigResult result = decision.result();
        entry.text("id", decision.id())
                .instant("timestamp", decision.timestamp())
                .flag("accepted", result.accepted())
                .numbers("economyOverrides", decision.update().economyOverrides())
                .text("reasoning", decision.update().reasoning());
        if (!decision.update().evidence().isEmpty()) {
            entry.freeForm("signals", decision.update().evidence());
        }
        if (result.accepted()) {
            entry.numbers("appliedConfig", result.appliedConfig());
            if (result.clampedDeltas().isEmpty()) {
                entry.text("clampedDeltas", null);
            } else {
                writeClampedDeltas(entry, result.clampedDeltas());
            }
        } else {
            entry.text("rejectionReason", result.rejectionReason())
                    .text("rejectionCode", result.rejectionReason())
                    .text("rejectionDetail", result.rejectionDetail());
        }
        writeOutcome(entry, result);
    }

    /**
     * Reads an entry of the audit log. Older arenas give the reason in words and the code apart; entries without a timestamp
     * are dated to the epoch. What was applied stands in for what was asked for where that is missing.
     *
     * @return nothing if both are missing, since no update asks for nothing
     */
    static Optional<Decision> readDecision(JsonObject entry) {
        Map<String, Double> told = economyNumbers(entry, "economyOverrides");
        Map<String, Double> overrides = told.isEmpty() ? economyNumbers(entry, "appliedConfig") : told;
        if (overrides.isEmpty()) {
            return Optional.empty();
        }
        String reason = entry.textOrNull("rejectionReason");
        String code = entry.textOrNull("rejectionCode");
        String detail = entry.textOrNull("rejectionDetail");
        boolean reasonIsDetail = code != null && !code.equals(reason) && detail == null;
        ConfigUpdate update = reading(
                entry,
                data -> new ConfigUpdate(
                        overrides,
                        data.text("reasoning", ""),
                        data.object("signals").members()));
        return Optional.of(new Decision(
                entry.text("id", ""),
                Objects.requireNonNullElse(entry.instantOrNull("timestamp"), Instant.EPOCH),
                update,
                readResult(entry, code == null ? reason : code, reasonIsDetail ? reason : detail, "id")));
    }
}
