package io.agentflux.statistics;

/**
 * Comparison of two arms with the variance that a measurement from before the experiment explains taken out.
 *
 * <p>With X the earlier and Y the present measurement of a person, Y - θ(X - mean X) has the mean of Y and the share 1 - ρ² of
 * its variance when θ = cov(X, Y)/var(X). θ and the mean of X are pooled over both arms, since X cannot depend on the arm.
 * Source: Deng, Xu, Kohavi and Walker, WSDM 2013.
 *
 * @param theta θ, unit of Y per unit of X; 0 when X does not vary, and then nothing is adjusted
 * @param varianceFactor 1 - ρ² within arms, in [0, 1]: the share of the variance that is left
 * @param adjusted Welch's test of the adjusted difference a - b
 */
public record Cuped(double theta, double varianceFactor, TTest adjusted) {

    /**
     * Compares the means of y between arms a and b, adjusted by x.
     *
     * @param level level of the interval, in (0, 1)
     */
    public static Cuped of(BivariateSample a, BivariateSample b, double level) {
        double products = a.codeviations() + b.codeviations();
        double squares = a.x().squaredDeviations() + b.x().squaredDeviations();
        double theta = squares > 0 ? products / squares : 0;
        double outcome = a.y().squaredDeviations() + b.y().squaredDeviations();
        double factor = squares > 0 && outcome > 0 ? Math.max(0, 1 - products * products / (squares * outcome)) : 1;
        double centre = a.x().merge(b.x()).mean();
        return new Cuped(theta, factor, TTest.welch(adjust(a, theta, centre), adjust(b, theta, centre), level));
    }

    private static Sample adjust(BivariateSample arm, double theta, double centre) {
        if (arm.n() == 0 || theta == 0) {
            return arm.y();
        }
        double mean = arm.y().mean() - theta * (arm.x().mean() - centre);
        double squares = arm.y().squaredDeviations()
                + theta * theta * arm.x().squaredDeviations()
                - 2 * theta * arm.codeviations();
        return new Sample(arm.n(), mean, arm.n() < 2 ? 0 : Math.max(0, squares));
    }
}
