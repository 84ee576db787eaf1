package io.agentflux.arena.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the developer of an agent is handed out: the variant, the way in, and the limits.
 *
 * @param experimentId the experiment's id
 * @param experimentName the experiment's name
 * @param variantId the variant's id
 * @param variantName the variant's name
 * @param access where the arena is, and the token
 * @param updateInterval the least time between two accepted updates
 * @param deltaLimitPercent how far one update may move a parameter, in percent of its current value
 */
public record Manifest(
        String experimentId,
        String experimentName,
        String variantId,
        String variantName,
        ArenaAccess access,
        Duration updateInterval,
        double deltaLimitPercent) {

    /** Reads a manifest from its JSON text; the token's member may be spelled {@code strategyToken} or {@code strategy_token}. */
    public static Manifest parse(String json) {
        JsonObject manifest = JsonReader.tolerantly(json.getBytes(StandardCharsets.UTF_8));
        JsonObject constraints = manifest.object("constraints");
        return new Manifest(
                manifest.text("experimentId", ""),
                manifest.text("experimentName", ""),
                manifest.text("variantId", ""),
                manifest.text("variantName", ""),
                ArenaAccess.of(
                        required(manifest, "apiUrl", "apiUrl"),
                        Token.of(required(manifest, "strategyToken", "strategy_token"))),
                WireFormat.readUpdateInterval(constraints),
                WireFormat.readDeltaLimitPercent(constraints));
    }

    private static String required(JsonObject manifest, String name, String otherSpelling) {
        String value = manifest.text(name, manifest.text(otherSpelling, ""));
        if (value.isBlank()) {
            throw new MalformedMessageException("The manifest has no " + name + "; download it again.");
        }
        return value;
    }

    /** Reads a manifest from a file. Blocks while reading. */
    public static Manifest read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** The manifest as JSON, with the token in both spellings. The text is as secret as the token. */
    public String toJson() {
        byte[] json = JsonWriter.object(body -> body.text("experimentId", experimentId)
                .text("experimentName", experimentName)
                .text("variantId", variantId)
                .text("variantName", variantName)
                .text("strategyToken", access.token().secret())
                .text("strategy_token", access.token().secret())
                .text("apiUrl", access.apiUrl().toString())
                .object(
                        "constraints",
                        constraints -> WireFormat.writeLimits(constraints, updateInterval, deltaLimitPercent)));
        return new String(json, StandardCharsets.UTF_8);
    }
}
