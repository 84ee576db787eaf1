package io.agentflux.statistics;

import java.util.Arrays;

/** The two samples on which R 4.2.2, scipy and mpmath were asked for the true values. */
final class Golden {

    static final double[] X = {2.31, 1.87, 2.95, 2.44, 1.62, 3.10, 2.05, 2.77, 1.98, 2.50};
    static final double[] Y = {2.75, 3.02, 2.10, 3.44, 2.88, 3.60, 2.41, 3.15, 2.95, 3.33, 2.70};
    static final double[] FIRST_TEN_OF_Y = Arrays.copyOf(Y, 10);

    private Golden() {}
}
