package io.agentflux.sandbox.oracle;

import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Oracles as JSON. Fields have a fixed order and figures at most six decimals, as {@link Estimate} rounds them, so that the
 * same oracle has the same bytes whatever the Java version.
 */
final class OracleJson {

    private static final int DECIMALS = 6;
    private static final double UNIT = 1e6;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OracleJson() {}

    static String write(Oracle oracle) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("scenario", oracle.scenario());
        json.put("hash", oracle.hash());
        json.put("horizonDays", oracle.horizonDays());
        json.put("washoutDays", oracle.washoutDays());
        OracleSettings settings = oracle.settings();
        json.putObject("settings")
                .put("seed", settings.seed())
                .put("people", settings.people())
                .put("starts", settings.starts())
                .put("evaluations", settings.evaluations())
                .put("phases", settings.phases());
        write(json.putObject("default"), oracle.byDefault());
        ObjectNode held = json.putObject("static");
        write(held.putObject("economy"), oracle.economy());
        write(held, oracle.held());
        write(held.putObject("gain"), oracle.gain());
        ArrayNode feasible = json.putArray("feasible");
        for (Oracle.Feasible path : oracle.feasible()) {
            ObjectNode entry = feasible.addObject();
            entry.put("phases", path.schedule().phases());
            ArrayNode targets = entry.putArray("targets");
            path.schedule().targets().forEach(target -> write(targets.addObject(), target));
            write(entry, path.value());
            write(entry.putObject("gain"), path.gain());
        }
        Certificate certificate = oracle.certificate();
        json.putObject("certificate")
                .put("startsSpread", decimal(certificate.startsSpread()))
                .put("sampleSize", certificate.sampleSize())
                .put("sampleExcess", decimal(certificate.sampleExcess()))
                .put("gridPoints", certificate.gridPoints())
                .put("gridExcess", decimal(certificate.gridExcess()))
                .put("gap", decimal(certificate.gap()))
                .put("gapUpperBound", decimal(certificate.gapUpperBound()))
                .put("tolerance", decimal(certificate.tolerance()));
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return MAPPER.writer()
                        .with(new DefaultPrettyPrinter()
                                .withObjectIndenter(lines)
                                .withArrayIndenter(lines))
                        .writeValueAsString(json)
                + "\n";
    }

    private static void write(ObjectNode json, Estimate estimate) {
        json.put("value", decimal(estimate.value()));
        json.put("standardError", decimal(estimate.standardError()));
    }

    private static void write(ObjectNode json, Economy economy) {
        economy.toWire().forEach((name, value) -> json.put(name, decimal(value)));
    }

    private static BigDecimal decimal(double value) {
        BigDecimal decimal = BigDecimal.valueOf(Math.round(value * UNIT), DECIMALS);
        BigDecimal shortest = decimal.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    static Oracle read(String text) {
        try {
            return oracle(MAPPER.readTree(text));
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(
                    "This is not the JSON of an oracle: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Oracle oracle(JsonNode json) {
        JsonNode settings = json.required("settings");
        JsonNode held = json.required("static");
        JsonNode certificate = json.required("certificate");
        List<Oracle.Feasible> feasible = new ArrayList<>();
        for (JsonNode path : json.required("feasible").values()) {
            List<Economy> targets = new ArrayList<>();
            path.required("targets").values().forEach(target -> targets.add(economy(target)));
            feasible.add(new Oracle.Feasible(new Schedule(targets), estimate(path), estimate(path.required("gain"))));
        }
        return new Oracle(
                json.required("scenario").stringValue(),
                json.required("hash").stringValue(),
                json.required("horizonDays").intValue(),
                json.required("washoutDays").intValue(),
                new OracleSettings(
                        settings.required("seed").longValue(),
                        settings.required("people").intValue(),
                        settings.required("starts").intValue(),
                        settings.required("evaluations").intValue(),
                        settings.required("phases").intValue()),
                estimate(json.required("default")),
                economy(held.required("economy")),
                estimate(held),
                estimate(held.required("gain")),
                feasible,
                new Certificate(
                        certificate.required("startsSpread").doubleValue(),
                        certificate.required("sampleSize").intValue(),
                        certificate.required("sampleExcess").doubleValue(),
                        certificate.required("gridPoints").intValue(),
                        certificate.required("gridExcess").doubleValue(),
                        certificate.required("gap").doubleValue(),
                        certificate.required("gapUpperBound").doubleValue(),
                        certificate.required("tolerance").doubleValue()));
    }

    private static Estimate estimate(JsonNode json) {
        return new Estimate(
                json.required("value").doubleValue(),
                json.required("standardError").doubleValue());
    }

    private static Economy economy(JsonNode json) {
        Map<EconomyParameter, Double> values = new EnumMap<>(EconomyParameter.class);
        for (EconomyParameter parameter : EconomyParameter.values()) {
            values.put(parameter, json.required(parameter.wireName()).doubleValue());
        }
        return Economy.defaults().with(values);
    }
}
