package io.agentflux.statistics;

import static io.agentflux.statistics.Tolerance.assertRelative;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Truth: mpmath at 40 digits. */
class TailsTest {

    @ParameterizedTest(name = "t = {0}, df = {1}")
    @DisplayName("the logarithm of a two-sided t tail is right to 1e-15, and p with it to 1e-12, down to 1e-348")
    @CsvSource({
        "0.001, 1, 0.99936338043983888212, -0.00063682228843839836221",
        "0.5, 1, 0.70483276469913345165, -0.34979471750208643572",
        "2, 1, 0.29516723530086654835, -1.2202131839440649509",
        "63.7, 1, 0.0099932100896497368109, -4.6058494076419284889",
        "1e8, 1, 6.3661977236758132185e-9, -18.87226344924182037",
        "1e160, 1.5, 7.541704864032492703e-241, -552.90255914581586857",
        "0.000001, 5, 0.99999924078662036, -7.592136678352e-7",
        "0.3, 2.5, 0.78734237149519720694, -0.23909209149837393877",
        "3.7, 4, 0.020835429490449911776, -3.871100400427699268",
        "40, 7, 1.5902179984850370469e-9, -20.259394724147002753",
        "8.5, 17.3, 1.3859359311068958957e-7, -15.791719977011651691",
        "1.9, 30, 0.067082923998596901665, -2.7018257532544603522",
        "60, 30, 8.3113096135322486942e-33, -73.867690877463360215",
        "1, 99, 0.31974847413930140376, -1.1402206105774127968",
        "2.2, 101, 0.030086310441541219267, -3.5036850132879851496",
        "6, 101, 3.1018843613210360545e-8, -17.288670958641748293",
        "12, 150, 1.1118086554433662253e-23, -52.853469030283837419",
        "30, 150, 2.9094847498193532128e-65, -148.60005504102462831",
        "1.7, 1000, 0.089441886959240033694, -2.4141661723108660841",
        "25, 2000, 2.9039685999598500989e-120, -275.24413287506739197",
        "44, 2000, 2.3995385768260821086e-296, -680.6899110670236785",
        "2, 199998, 0.045501613687224840321, -3.0900074880008305389",
        "9, 199998, 2.2762179595938730541e-19, -42.926601490887210981",
        "37, 199998, 1.1834305529103458685e-298, -686.00194024339210787",
        "2, 1000000, 0.045500533851319208421, -3.0900312200980368211",
    })
    void studentTail(double t, double df, double p, double logP) {
        double actual = StudentT.logTwoSided(t, df);

        assertThat(actual).isCloseTo(logP, org.assertj.core.data.Offset.offset(1e-15 * Math.max(1, -logP) + 1e-15));
        assertRelative(StrictMath.exp(actual), p, 1e-12);
    }

    @Test
    @DisplayName("a p-value below the double range, t = 40 with 199,998 degrees of freedom, still has its logarithm")
    void belowTheDoubleRange() {
        double logP = StudentT.logTwoSided(40, 199_998);

        assertRelative(logP, -800.7282452081396, 1e-15);
        assertThat(StrictMath.exp(logP)).isZero();
    }

    @ParameterizedTest(name = "p = {0}, df = {1}")
    @DisplayName("quantiles of t are right to 1e-14")
    @CsvSource({
        "0.025, 1, 12.706204736174704646",
        "0.025, 9, 2.2621571627982055426",
        "0.025, 18.3469747137, 2.0980776681717471033",
        "0.0005, 2, 31.599054576443620733",
        "0.025, 199998, 1.9599758460853846722",
        "1e-10, 5, 156.82559270889431749",
        "0.4, 3, 0.27667066233268991054",
        "0.001, 1.5, 52.184430008992647661",
    })
    void studentQuantile(double p, double df, double t) {
        assertRelative(StudentT.tailQuantile(p, df), t, 1e-14);
        assertRelative(StudentT.tailQuantile(1 - p, df), -t, 1e-6);
    }

    @Test
    @DisplayName("the t tail is continuous where its formulas meet")
    void continuousAtTheSeams() {
        for (double df : new double[] {100 - 1e-9, 100 + 1e-9, 5000}) {
            for (double v : new double[] {0.5 - 1e-13, 0.5 + 1e-13}) {
                double t = Math.sqrt(df * StrictMath.expm1(v));
                double other = Math.sqrt(df * StrictMath.expm1(0.5));
                assertRelative(StudentT.logTail(t, df), StudentT.logTail(other, df), 1e-11);
            }
        }
        assertRelative(StudentT.logTail(3, 100), StudentT.logTail(3, 100 + 1e-11), 1e-13);
    }

    @ParameterizedTest(name = "z = {0}")
    @DisplayName("normal tails are right to 1e-14 and quantiles invert them")
    @CsvSource({
        "0.5, 0.30853753872598689637",
        "1.1, 0.13566606094638267518",
        "1.2, 0.11506967022170828437",
        "1.959963984540054, 0.025000000000000011",
        "8, 6.2209605742717841235e-16",
        "9, 1.1285884059538406473e-19",
    })
    void normalTail(double z, double p) {
        assertRelative(Normal.tail(z), p, 1e-14);
        assertRelative(Normal.tailQuantile(p), z, 1e-13);
        assertRelative(Normal.tail(-z), 1 - p, 1e-15);
    }

    @Test
    @DisplayName("log P(Z > 40) is -804.608442014")
    void logNormalTail() {
        assertRelative(Normal.logTail(40), -804.608442014, 1e-12);
        assertRelative(Normal.logTail(-1.5), StrictMath.log1p(-Normal.tail(1.5)), 1e-15);
    }

    @ParameterizedTest(name = "t = {0}, df = {1}, non-centrality {2}")
    @DisplayName("both tails of the non-central t are right to 1e-11")
    @CsvSource({
        "2, 10, 1, 0.807611562530375262, 0.192388437469624738",
        "-1, 5, 2, 0.00231637565407511905, 0.997683624345924881",
        "0, 8, 1.5, 0.066807201268858066, 0.933192798731141934",
        "12, 19, 7.1, 0.988230861270739025, 0.0117691387292609747",
        "2.0017174841, 58, 1.9364916731, 0.522159014042917375, 0.477840985957082625",
        "3, 1, 0.5, 0.823121886400443775, 0.176878113599556225",
        "-3, 1, 0.5, 0.0512451747624480496, 0.94875482523755195",
        "30, 200, 25, 0.997341376440263589, 0.00265862355973641082",
        "1.5, 100.5, 6, 3.75795257492522801e-6, 0.999996242047425075",
        "5, 3, -1, 0.99907505716178778, 0.000924942838212219957",
    })
    void noncentral(double t, double df, double delta, double below, double above) {
        assertRelative(StrictMath.exp(NoncentralT.logBelow(t, df, delta)), below, 1e-11);
        assertRelative(StrictMath.exp(NoncentralT.logAbove(t, df, delta)), above, 1e-11);
    }

    @Test
    @DisplayName("the non-central t has a value at t = -2.86, df = 19, nc = 7.1, where scipy returns NaN")
    void scipyNaN() {
        assertRelative(StrictMath.exp(NoncentralT.logBelow(-2.86, 19, 7.1)), 2.2117415747908272e-20, 1e-11);
        assertRelative(StrictMath.exp(NoncentralT.logAbove(-2.86, 19, 7.1)), 1, 1e-13);
    }

    @Test
    @DisplayName("with non-centrality 0 the non-central t is Student's t")
    void centralCase() {
        for (double t : new double[] {-30, -2, 0.1, 5, 40}) {
            for (double df : new double[] {1, 4.5, 60, 20_000}) {
                double central = StrictMath.exp(StudentT.logTail(t, df));
                assertRelative(StrictMath.exp(NoncentralT.logAbove(t, df, 0)), central, 2e-11);
            }
        }
    }
}
