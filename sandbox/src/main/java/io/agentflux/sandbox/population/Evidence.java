package io.agentflux.sandbox.population;

/** What a behavioural constant rests on. */
public enum Evidence {
    /** A modelling choice that no published number pins down. */
    ASSUMED("assumed: no published number pins it down"),
    /** Chosen so that the default scenario shows plausible aggregate metrics. */
    CALIBRATED("calibrated to the aggregate metrics of the default scenario"),
    /** Loss aversion over 607 estimates: mean 1.955. */
    LOSS_AVERSION("Brown, Imai, Vieider & Camerer 2024; Tversky & Kahneman 1992"),
    /** Small pay raises effort a lot, more pay little more. */
    CONCAVE_PAY("DellaVigna & Pope 2018"),
    /** Contingent rewards lower free-choice behaviour by d = -.28 to -.40. */
    CROWDING_OUT("Deci, Koestner & Ryan 1999"),
    /** Praise for competence raises free-choice behaviour by d = .33; the size of the step is assumed. */
    COMPETENCE("Deci, Koestner & Ryan 1999; size assumed"),
    /** Token contributions for points; the size is assumed. */
    GAMING("Thom, Millen & DiMicco 2012; Moldon, Strohmaier & Wachs 2021; size assumed"),
    /** Habit takes a median of 66 days; one missed day does not matter. */
    HABIT("Lally et al. 2010; Buyalskaya et al. 2023"),
    /** References adapt; the speed is assumed. */
    REFERENCE("Koszegi & Rabin 2006; speed assumed"),
    /** Streaks motivate from day one, losses of streaks bite from about a week on. */
    STREAKS("Silverman & Barasch 2023; Moldon, Strohmaier & Wachs 2021; sizes assumed"),
    /** Only a fifth of people steer to badges. */
    STEERING("Hoernle et al. 2020, 2022"),
    /** Effort rises by about a fifth near a goal. */
    GOAL_GRADIENT("Kivetz, Urminsky & Zheng 2006; Nunes & Dreze 2006; mapping to caps assumed"),
    /** Some people stop once a daily income is reached. */
    INCOME_TARGETS("Camerer et al. 1997; Crawford & Meng 2011; disputed by Farber 2005"),
    /** Gamification effects fall after about four weeks. */
    NOVELTY("Rodrigues et al. 2022; Kim & Castelli 2021"),
    /** Heterogeneous drop-out of buy-till-you-die models. */
    FRAILTY("Fader, Hardie & Lee 2005"),
    /** Day-1, day-7 and day-30 retention benchmarks of consumer apps. */
    EARLY_CHURN("consumer retention benchmarks: day 1 25-30 %, day 7 12-15 %, day 30 6-8 %");

    private final String citation;

    Evidence(String citation) {
        this.citation = citation;
    }

    /** The source, or the admission that there is none. */
    public String citation() {
        return citation;
    }
}
