package io.agentflux.sandbox.population;

/**
 * A range from which a constant is drawn for each seed, uniformly.
 *
 * @param low the least value
 * @param high the largest value
 */
public record ConstantRange(double low, double high) {

    /** Refuses a range that ends before it begins. */
    public ConstantRange {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "The range from " + low + " to " + high + " is empty; let it end at or above its beginning");
        }
    }

    /** The plausible range of a constant. */
    public static ConstantRange plausible(BehaviourConstant constant) {
        return new ConstantRange(constant.plausibleLow(), constant.plausibleHigh());
    }

    /** The value for a seed. Different constants get independent values. */
    double draw(BehaviourConstant constant, long seed) {
        long word = RandomWords.mix(RandomWords.mix(seed * RandomWords.STEP + 0x72616E6765L)
                ^ constant.symbol().hashCode() * RandomWords.STEP);
        return low + (high - low) * ((word >>> 11) * 0x1p-53);
    }
}
