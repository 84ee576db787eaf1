package io.agentflux.sandbox.http;

/** Points as JSON has them. */
final class Points {

    private Points() {}

    /** Whole points as a whole number, as everywhere in the protocol. */
    static Number number(double points) {
        if (points == Math.rint(points)) {
            return (long) points;
        }
        return points;
    }

    static Number ofTenths(long tenths) {
        return number(tenths / 10.0);
    }
}
