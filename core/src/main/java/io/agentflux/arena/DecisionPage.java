package io.agentflux.arena;

import java.util.List;

/**
 * One page of the audit log, newest decision first.
 *
 * @param decisions the entries of this page
 * @param total how many decisions there are in all
 * @param page the number of this page; the first is 1
 * @param pageSize how many decisions a full page holds
 */
public record DecisionPage(List<Decision> decisions, int total, int page, int pageSize) {

    /** Copies the entries. */
    public DecisionPage {
        decisions = List.copyOf(decisions);
    }
}
