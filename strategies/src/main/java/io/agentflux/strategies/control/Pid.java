package io.agentflux.strategies.control;

import static io.agentflux.strategies.NumberText.fixed;
import static io.agentflux.strategies.NumberText.signed;

import io.agentflux.arena.ConfigUpdate;
import io.agentflux.arena.Economy;
import io.agentflux.arena.EconomyParameter;
import io.agentflux.arena.Metric;
import io.agentflux.arena.MetricSignal;
import io.agentflux.arena.Signals;
import io.agentflux.strategy.Strategy;
import java.util.Locale;
import java.util.Optional;

final class Pid implements Strategy {

    /** What is steered by what, and towards what. */
    record Loop(Metric metric, EconomyParameter lever, double setPoint) {}

    /** How hard each term pulls. */
    record Gains(double proportional, double integral, double derivative) {}

    /** Where the terms end. */
    record Limits(double output, double integral, double deadBand) {}

    /** The output at which the lever doubles. */
    private static final double FULL_SCALE = 10;

    private final Loop loop;
    private final Gains gains;
    private final Limits limits;
    private double integral;
    private double lastMeasurement = Double.NaN;

    Pid(Loop loop, Gains gains, Limits limits) {
        this.loop = loop;
        this.gains = gains;
        this.limits = limits;
    }

    @Override
    public Optional<ConfigUpdate> decide(Signals signals, Economy economy) {
        Optional<MetricSignal> signal = signals.trustedMetric(loop.metric());
        if (signal.isEmpty()) {
            return Optional.empty();
        }
        double measured = signal.get().value();
        double output = output(measured);
        double current = economy.value(loop.lever());
        double wanted = Math.rint(current * (1 + output / FULL_SCALE));
        if (Math.abs(output) < limits.deadBand() || wanted == current) {
            return Optional.empty();
        }
        return Optional.of(ConfigUpdate.of(loop.lever(), wanted, reasoning(measured, output)));
    }

    private double output(double measured) {
        double error = loop.setPoint() - measured;
        integral = clamp(integral + error, limits.integral());
        // of the measurement, not of the error: a moved set point gives no kick
        double derivative = Double.isNaN(lastMeasurement) ? 0 : lastMeasurement - measured;
        lastMeasurement = measured;
        return clamp(
                gains.proportional() * error + gains.integral() * integral + gains.derivative() * derivative,
                limits.output());
    }

    private static double clamp(double value, double limit) {
        return Math.max(-limit, Math.min(limit, value));
    }

    private String reasoning(double measured, double output) {
        String name = loop.metric() == Metric.SCAN_FREQUENCY
                ? "freq"
                : loop.metric().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "PID control: " + name + "=" + fixed(measured, 2) + ", target=" + fixed(loop.setPoint(), 1) + ", error="
                + signed(loop.setPoint() - measured, 2) + ", output=" + signed(output, 2);
    }
}
