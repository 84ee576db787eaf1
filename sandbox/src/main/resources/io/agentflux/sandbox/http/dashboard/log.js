'use strict';
// What stands in the log: the decisions of agents, and what was found or done about them.

const PAGE_SIZE = 20;
const DONE = ['status-changed', 'frozen', 'released', 'approval-denied', 'economy-changed', 'token-issued', 'token-rotated', 'token-revoked'];
const FINDINGS = ['heartbeat-timeout', 'retention-cliff', 'degradation', 'rejection-streak', 'anomaly', 'idle', 'converging'];

function askForEvents(types) {
  return state => arena.ask(experimentPath('events') + '?' + new URLSearchParams({types, page: state.page, limit: PAGE_SIZE,
    ...(state.variant ? {variant: state.variant} : {})}));
}

/** A choice; what is chosen becomes a member of the state. */
function choice(name, label, options, chosen) {
  return element('div', {class: 'choice'}, selection('choice-' + name, {'data-choice': name}, label, options, chosen));
}

function variantChoice(state) {
  return choice('variant', 'Variant', [['', 'all'], ...state.experiment.variants.map(one => [one.variantId, one.variantName])], state.variant);
}

function pages(state, total) {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return element('p', {class: 'buttons', 'data-key': 'pages'}, button('turn', 'Newer', {by: -1}, 'plain', state.page <= 1), button('turn', 'Older', {by: 1}, 'plain', state.page >= last),
    element('span', {class: 'quiet'}, 'page ' + state.page + ' of ' + last + ', ' + counted(total, 'entry').replace('entrys', 'entries')));
}

function decisions(state, told) {
  return element('div', {class: 'card'}, variantChoice(state),
    told.events.length === 0 ? element('p', {}, 'No decision yet.') : element('ul', {class: 'entries'}, told.events.map(event => decision(state, event))),
    pages(state, told.total));
}

function decision(state, event) {
  const body = event.body;
  const cut = Object.entries(body.clampedDeltas);
  return element('li', {'data-key': event.sequence},
    element('p', {}, element('strong', {}, nameOf(state.experiment, event.variantId)), ' ', outcome(body, cut), ' ',
      element('span', {class: 'quiet'}, moment(event.timestamp), ' \u00b7 ', event.id)),
    body.rejectionReason && element('p', {class: 'bad'}, body.rejectionReason, body.rejectionDetail && [': ', typed(body.rejectionDetail)]),
    element('p', {}, 'Requested: ', changes(body.economyOverrides)),
    body.accepted && element('p', {}, 'Applied: ', changes(body.appliedConfig)),
    cut.length > 0 && element('p', {}, 'Cut back: ', cut.map(([name, delta]) =>
      name + ' from ' + figure(delta.requested) + ' to ' + figure(delta.applied) + ' (was ' + figure(delta.previous) + ')').join(', ')),
    body.ignoredKeys.length > 0 && element('p', {}, 'Ignored: ', body.ignoredKeys.map((key, place) => [place ? ', ' : '', typed(key)])),
    body.reasoning ? element('blockquote', {dir: 'auto', tabindex: body.reasoning.length > 1000 ? '0' : null}, body.reasoning) : element('p', {class: 'quiet'}, 'No reasoning given.'),
    Object.keys(body.evidence).length > 0 && element('details', {'data-key': 'evidence'}, element('summary', {}, 'Evidence'),
      element('pre', {dir: 'auto'}, JSON.stringify(body.evidence, null, 2))));
}

function outcome(body, cut) {
  if (!body.accepted) { return badge('refused', 'bad'); }
  return cut.length > 0 ? badge('accepted, cut back') : badge('accepted', 'good');
}

function health(state, told) {
  const agents = state.experiment.variants.filter(variant => variant.hasAgent);
  return [element('div', {class: 'card'}, table('Agents', ['Variant', 'State', 'Last heartbeat', 'Every', 'Last heard of', 'Last change'],
    agents.map(variant => [typed(variant.variantName), agentState(state.experiment, variant), since(variant.agent.lastHeartbeat),
      variant.agent.pollInterval ? lasting(variant.agent.pollInterval) : null, since(heardOf(variant.agent)), since(variant.lastConfigUpdate)]))),
  element('div', {class: 'card'}, element('h3', {}, 'What was found, and what was done'), variantChoice(state),
    told.events.length === 0 ? element('p', {}, 'Nothing so far.') : element('ul', {class: 'entries'}, told.events.map(event => happening(state, event))),
    pages(state, told.total))];
}

function agentState(experiment, variant) {
  if (variant.freeze || experiment.freeze) { return badge('frozen', 'bad'); }
  if (!heardOf(variant.agent)) { return badge('never heard of'); }
  return isSilent(variant.agent) ? badge('silent', 'bad') : badge('heard of', 'good');
}

function happening(state, event) {
  const {by, reason, until, seen, limit, cure, from, to} = event.body;
  return element('li', {'data-key': event.sequence},
    element('p', {}, element('strong', {class: FINDINGS.includes(event.type) ? 'bad' : null}, inWords(event.type)), ' \u00b7 ',
      nameOf(state.experiment, event.variantId), ' \u00b7 ', element('span', {class: 'quiet'}, moment(event.timestamp), by && [', by ', typed(by)])),
    to && element('p', {}, 'From ', from, ' to ', to),
    until && element('p', {}, 'Until ', moment(until)),
    reason && element('p', {dir: 'auto'}, reason),
    seen && element('p', {}, 'Seen: ', typed(seen), '. Limit: ', typed(limit), '.'),
    cure && element('p', {}, typed(cure)));
}
