package io.agentflux.strategies.control;

import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.strategy.Strategy;
import io.agentflux.strategy.StrategyFactory;
import io.agentflux.strategy.StrategyParameter;
import io.agentflux.strategy.StrategySettings;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code pid}: a discrete PID controller from one metric to one lever, one step per cycle in which the metric is trusted.
 *
 * <p>With error {@code e = set-point - y} and {@code I} the sum of the errors, held within {@code ±integral-limit}:
 *
 * <pre>{@code
 * u = kp e + ki I - kd (y - y of the last cycle), held within ±output-limit
 * lever = round(lever (1 + u / 10)), ties to the even number
 * }</pre>
 *
 * <p>It holds while {@code |u|} is inside the dead band or rounding leaves the lever where it is; a lever at zero therefore
 * stays there. The integral goes on while updates are refused, which is what its limit is for.
 */
public final class PidFactory implements StrategyFactory {

    /** For the service loader. */
    public PidFactory() {}

    @Override
    public String name() {
        return "pid";
    }

    @Override
    public String description() {
        return "Steers one metric to a set point with one lever, by a PID controller.";
    }

    @Override
    public List<StrategyParameter> parameters() {
        return List.of(
                new StrategyParameter.Choice(
                        "metric",
                        "The metric to steer.",
                        Metric.SCAN_FREQUENCY.name(),
                        Arrays.stream(Metric.values()).map(Metric::name).toList()),
                new StrategyParameter.Choice(
                        "lever",
                        "The parameter of the economy to move.",
                        EconomyParameter.SCAN_XP.wireName(),
                        Arrays.stream(EconomyParameter.values())
                                .map(EconomyParameter::wireName)
                                .toList()),
                new StrategyParameter.Quantity(
                        "set-point", "The value the metric should have, in its own unit.", 3, 0, 1_000_000),
                new StrategyParameter.Quantity("kp", "Gain of the error.", 0.5, 0, 1_000),
                new StrategyParameter.Quantity("ki", "Gain of the summed error.", 0.05, 0, 1_000),
                new StrategyParameter.Quantity("kd", "Gain of the falling measurement.", 0.1, 0, 1_000),
                new StrategyParameter.Quantity(
                        "dead-band", "Hold while the output is smaller than this, whatever its sign.", 0, 0, 10),
                new StrategyParameter.Quantity(
                        "output-limit", "The largest output; 10 doubles the lever or sets it to zero.", 5, 0, 10),
                new StrategyParameter.Quantity(
                        "integral-limit", "The largest summed error, whatever its sign.", 20, 0, 1_000_000));
    }

    @Override
    public Strategy create(StrategySettings settings, RandomGenerator random) {
        EconomyParameter lever =
                EconomyParameter.ofWireName(settings.choice("lever")).orElseThrow();
        return new Pid(
                new Pid.Loop(Metric.valueOf(settings.choice("metric")), lever, settings.number("set-point")),
                new Pid.Gains(settings.number("kp"), settings.number("ki"), settings.number("kd")),
                new Pid.Limits(
                        settings.number("output-limit"),
                        settings.number("integral-limit"),
                        settings.number("dead-band")));
    }
}
