package io.agentflux.sandbox.activity;

import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.population.LiveAssignment;
import io.agentflux.sandbox.population.LivePopulation;
import io.agentflux.sandbox.population.SiteAssignment;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which variant of an experiment somebody belongs to. Whoever is known stays; a newcomer is assigned to one at random, alone or with
 * everybody of the site.
 */
final class Enrolment {

    private final List<VariantSpec> variants;
    private final Map<String, LiveCohort> cohorts;
    private final LiveAssignment assignment;
    private final SiteAssignment siteAssignment;
    private final boolean bySite;

    /**
     * The enrolment of an experiment.
     *
     * @param cohorts those who are known, by the ids of their variants
     */
    Enrolment(ExperimentSpec experiment, Map<String, LiveCohort> cohorts) {
        this.variants = experiment.variants();
        this.cohorts = cohorts;
        double[] weights =
                variants.stream().mapToDouble(VariantSpec::enrolmentWeight).toArray();
        this.assignment = LiveAssignment.of(experiment.id(), weights);
        this.siteAssignment = SiteAssignment.of(experiment.id(), weights);
        this.bySite = experiment.people().isBySite();
    }

    /** Nobody yet. */
    Draft draft() {
        return new Draft();
    }

    /** Newcomers who are not kept yet: if they never are, they never came. */
    final class Draft {

        private final Map<String, String> newPeople = new HashMap<>();
        private final Map<String, String> newSites = new HashMap<>();
        private final Map<String, String> siteOfNewPeople = new HashMap<>();

        /**
         * Somebody who is not known and whose site is not told first, though whole sites are assigned; null if there is nobody.
         *
         * @param activities what is told at once
         */
        @Nullable String personWithoutSite(List<ToldActivity> activities) {
            if (!bySite) {
                return null;
            }
            Set<String> told = new HashSet<>();
            for (ToldActivity activity : activities) {
                if (activity.site() != null) {
                    told.add(activity.person());
                } else if (!told.contains(activity.person())
                        && !newPeople.containsKey(activity.person())
                        && known(activity.person()) == null) {
                    return activity.person();
                }
            }
            return null;
        }

        /** The site counts even if the activity by which it is told does not, because there was one of its id before. */
        void noteSite(ToldActivity told) {
            if (bySite && told.site() != null && known(told.person()) == null) {
                siteOfNewPeople.putIfAbsent(told.person(), told.site());
            }
        }

        @Nullable String siteOf(ToldActivity told) {
            return siteOfNewPeople.getOrDefault(told.person(), told.site());
        }

        /** The variant of whoever did this, who is assigned to one if need be. */
        String variantOf(ToldActivity told) {
            String before = known(told.person());
            if (before != null) {
                return before;
            }
            return newPeople.computeIfAbsent(told.person(), newcomer -> {
                String site = siteOf(told);
                return bySite && site != null ? variantOfSite(site) : variantId(assignment.variantOf(newcomer));
            });
        }

        /** The variant of somebody who has done something before, null if there is nobody of that name. */
        private @Nullable String known(String person) {
            return variantWhere(people -> people.knows(person));
        }

        private String variantOfSite(String site) {
            String before = variantWhere(people -> people.hasSite(site));
            if (before != null) {
                return before;
            }
            return newSites.computeIfAbsent(site, newcomer -> {
                int[] sites = cohorts.entrySet().stream()
                        .mapToInt(cohort -> cohort.getValue().people().sites()
                                + Collections.frequency(newSites.values(), cohort.getKey()))
                        .toArray();
                return variantId(siteAssignment.variantOf(newcomer, sites));
            });
        }

        private @Nullable String variantWhere(Predicate<LivePopulation> condition) {
            for (Map.Entry<String, LiveCohort> cohort : cohorts.entrySet()) {
                if (condition.test(cohort.getValue().people())) {
                    return cohort.getKey();
                }
            }
            return null;
        }

        private String variantId(int number) {
            return variants.get(number).id();
        }
    }
}
