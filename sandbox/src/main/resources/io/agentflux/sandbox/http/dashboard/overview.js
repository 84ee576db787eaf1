'use strict';
// The list of experiments, and what stands first of one: where it is in its life, and a card for each variant.

const STEPS = {DRAFT: ['launch', 'archive'], RECRUITING: ['start'], RUNNING: ['pause', 'complete'], PAUSED: ['resume', 'complete'],
  COMPLETED: ['archive'], ARCHIVED: []};
const STATUS_LOOKS = {RUNNING: 'good', PAUSED: 'bad'};

const sum = numbers => numbers.reduce((total, number) => total + number, 0);
const peopleOf = experiment => sum(experiment.variants.map(variant => variant.enrolled));
const isOver = experiment => experiment.status === 'COMPLETED' || experiment.status === 'ARCHIVED';
const roleOf = variant => variant.isControl ? 'control' : variant.hasAgent ? 'agent' : 'fixed';
const dayOf = experiment => experiment.experimentDays + (experiment.days ? ' of ' + experiment.days : '');

function nameOf(experiment, variantId) {
  const variant = experiment.variants.find(one => one.variantId === variantId);
  return variantId ? typed(variant ? variant.variantName : variantId) : 'all variants';
}

function until(freeze) { return freeze.until ? ', until ' + new Date(freeze.until).toLocaleString() : ''; }

function experimentList(experiments) {
  const more = element('p', {class: 'row', 'data-key': 'more'}, element('a', {class: 'button', href: '#new'}, 'New experiment'),
    element('a', {class: 'button plain', href: '#economies'}, 'Economies of tenants'));
  if (experiments.length === 0) { return [element('p', {class: 'card'}, 'There is no experiment yet.'), more]; }
  return [more, element('div', {class: 'card'}, table('Experiments',
    ['Name', 'Status', 'Day', 'People', 'Tenant', 'To look at', 'Hypothesis'], experiments.map(experiment => [
      element('a', {href: '#/' + encodeURIComponent(experiment.id)}, typed(experiment.name)),
      badge(experiment.status, STATUS_LOOKS[experiment.status]), dayOf(experiment), peopleOf(experiment), typed(experiment.tenant),
      toLookAt(experiment), experiment.hypothesis && element('div', {class: 'sentence'}, typed(experiment.hypothesis))])))];
}

function toLookAt(experiment) {
  const frozen = experiment.variants.filter(variant => variant.freeze).length;
  const waiting = experiment.variants.filter(variant => variant.awaitingApproval).length;
  return [experiment.freeze && badge('frozen', 'bad'), frozen > 0 && badge(counted(frozen, 'variant') + ' frozen', 'bad'),
    waiting > 0 && badge(counted(waiting, 'update') + ' to approve', 'bad')].filter(Boolean);
}

function experimentHead(experiment) {
  return element('section', {class: 'card' + (experiment.freeze ? ' wrong' : ''), 'aria-label': 'Experiment'},
    element('h2', {}, typed(experiment.name), ' ', badge(experiment.status, STATUS_LOOKS[experiment.status])),
    experiment.hypothesis && element('p', {}, typed(experiment.hypothesis)),
    element('p', {class: 'quiet'}, 'Day ', dayOf(experiment), ', ', lasting(experiment.dayLength), ' each \u00b7 ', counted(peopleOf(experiment), 'person').replace('persons', 'people'),
      ', ', experiment.people.kind, ' \u00b7 tenant ', typed(experiment.tenant), ' \u00b7 primary metric ', inWords(experiment.primaryMetric),
      experiment.startsAt && ' \u00b7 starts ' + new Date(experiment.startsAt).toLocaleString()),
    experiment.freeze && element('p', {class: 'bad'}, 'The whole experiment is frozen: ', typed(experiment.freeze.reason || 'no reason given'), until(experiment.freeze)),
    element('p', {class: 'buttons', 'data-key': 'buttons'}, STEPS[experiment.status].map((step, place) => button(step, inWords(step), {}, place ? 'plain' : '')),
      breaker(experiment, experiment.freeze, {}, ' all variants')));
}

/** The button that stops agents, or lets them go on. */
function breaker(experiment, freeze, data, what) {
  if (freeze) { return button('release', 'Release' + what, data); }
  return isOver(experiment) ? null : button('freeze', 'Freeze' + what, data, 'plain danger');
}

function overview(state) {
  return element('div', {class: 'variants'}, state.experiment.variants.map(variant => variantCard(state, variant)));
}

function variantCard(state, variant) {
  const experiment = state.experiment;
  const isFrozen = variant.freeze || experiment.freeze;
  return element('section', {class: 'card' + (isFrozen ? ' wrong' : ''), 'data-key': variant.variantId, 'aria-label': variant.variantName},
    element('h3', {}, typed(variant.variantName), badge(roleOf(variant)), isFrozen && badge('frozen', 'bad')),
    variant.freeze && element('p', {class: 'bad'}, 'Frozen: ', typed(variant.freeze.reason || 'no reason given'), until(variant.freeze)),
    variant.awaitingApproval && waitingUpdate(variant),
    facts([['People', figure(variant.enrolled)], ['Active today', figure(variant.activeToday)], ['Active in 7 days', figure(variant.active7d)],
      ['Scans', figure(variant.totalScans)]]),
    metricFacts(experiment, latestDay(state, variant.variantId)),
    variant.hasAgent && facts([['Updates accepted', figure(variant.totalDecisions)], ['Updates refused', figure(variant.rejectedDecisions)],
      ['Last change', since(variant.lastConfigUpdate)],
      ['Last heartbeat', since(variant.agent.lastHeartbeat), isSilent(variant.agent) ? 'bad' : ''],
      ['Last heard of', since(heardOf(variant.agent))]]),
    element('details', {'data-key': 'economy'}, element('summary', {}, 'Economy'),
      facts(Object.entries(variant.currentConfig).map(([name, value]) => [name, figure(value)]))),
    element('p', {class: 'buttons', 'data-key': 'buttons'},
      (variant.hasAgent || variant.freeze) && breaker(experiment, variant.freeze, {variant: variant.variantId}, ''),
      variant.hasAgent && !isOver(experiment) && button('revert', 'Take back to start', {variant: variant.variantId}, 'plain')));
}

/** After a restart only the heartbeat is known. */
function heardOf(agent) { return [agent.lastSeen, agent.lastHeartbeat].filter(Boolean).sort((a, b) => new Date(b) - new Date(a))[0]; }

/** As the health monitor sees it: three intervals of its own without a word. */
function isSilent(agent) {
  const seconds = agent.pollInterval && secondsOf(agent.pollInterval);
  return Boolean(seconds && heardOf(agent)) && arena.now() - new Date(heardOf(agent)) > 3000 * Math.max(1, seconds);
}

function metricFacts(experiment, day) {
  if (!day) { return element('p', {class: 'quiet'}, 'Metrics come with the first evening.'); }
  const primary = experiment.primaryMetric;
  const names = [primary, ...Object.keys(day.metrics).filter(name => name !== primary)];
  return facts(names.filter(name => day.metrics[name]).map(name =>
    [inWords(name), figure(day.metrics[name].value), name === primary ? 'first' : '']));
}

function waitingUpdate(variant) {
  const waiting = variant.awaitingApproval;
  const data = {variant: variant.variantId, decision: waiting.decisionId};
  return element('div', {class: 'waiting'}, element('p', {class: 'bad'}, 'An update waits for approval, asked for ', since(waiting.since)),
    element('p', {}, changes(waiting.economyOverrides)), element('blockquote', {dir: 'auto'}, waiting.reasoning),
    element('p', {class: 'buttons'}, button('approve', 'Approve', data), button('deny', 'Deny', data, 'plain danger')));
}

function changes(values) {
  return Object.entries(values).map(([name, value]) => name + ' ' + figure(value)).join(', ') || 'nothing';
}

function latestDay(state, variantId) {
  const days = [...(state.days.get(variantId) || new Map()).values()];
  return days.reduce((latest, day) => !latest || day.day > latest.day ? day : latest, null);
}
