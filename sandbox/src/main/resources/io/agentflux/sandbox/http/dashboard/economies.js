'use strict';
// The ten parameters of an economy, and what tenants set for all of their experiments.

const PARAMETERS = [['scanXp', 10], ['feedbackXp', 15], ['issueReportXp', 25], ['statusReportXp', 20], ['photoXp', 10], ['firstScanOfDayXp', 15],
  ['streakBonusPerDay', 5], ['streakBonusCap', 50], ['scanDailyCap', 20], ['feedbackDailyCap', 10]];
const USUAL_TENANT = 'default';

/** A field for each parameter of the economy that stands at a path of the state. */
function economyFields(path, values, defaults = {}) {
  return element('div', {class: 'fields'}, PARAMETERS.map(([name]) =>
    field(path + name, inWords(name.replaceAll(/[A-Z]/g, letter => '_' + letter)), values[name] ?? '', {placeholder: defaults[name], ...NUMBER})));
}

/** The values that are given, as numbers where they are; the server says what is wrong with others. */
function economyOf(values) {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim()]).filter(([, text]) => text)
    .map(([name, text]) => [name, isNumber(text) ? Number(text) : text]));
}

const economyPath = tenant => 'api/admin/tenants/' + encodeURIComponent(tenant) + '/economy';

/** Asked once, so that nothing is written over while somebody types. */
async function askForEconomies(state) {
  const tenants = [...new Set([USUAL_TENANT, ...state.experiments.map(experiment => experiment.tenant)])];
  return state.told || Promise.all(tenants.map(async tenant =>
    ({tenant, values: Object.fromEntries(Object.entries(await arena.ask(economyPath(tenant))).map(([name, value]) => [name, String(value)]))})));
}

function economies(state, told) {
  return [element('p', {}, element('a', {href: '#'}, 'All experiments')), element('h2', {}, 'Economies of tenants'),
    element('p', {class: 'quiet'}, 'An empty field means what it shows, the default of all tenants. Experiments feel a change from the next day on, except in parameters that a variant sets itself.'),
    ...told.map(({tenant, values}, place) => element('section', {class: 'card', 'data-key': tenant, 'aria-label': tenant}, element('h3', {}, typed(tenant)),
      economyFields('told.' + place + '.values.', values, Object.fromEntries(PARAMETERS)),
      element('p', {class: 'buttons'}, button('economy', 'Change', {tenant}))))];
}
