package io.agentflux.sandbox.experiment;

/** Where the people of an experiment come from. */
@FunctionalInterface
public interface Cohorts {

    /**
     * The people of one variant as they are before the experiment begins. Asked once for each variant, on a thread that may
     * compute for a while.
     */
    Cohort of(ExperimentSpec experiment, VariantSpec variant);
}
