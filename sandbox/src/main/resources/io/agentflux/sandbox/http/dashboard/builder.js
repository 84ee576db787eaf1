'use strict';
// A new experiment. The form makes a description, the same as one writes into a file; the server judges that and creates from it.

const METRICS = ['SCAN_FREQUENCY', 'XP_VELOCITY', 'RETENTION_RATE', 'MISSION_COMPLETION', 'STREAK_LENGTH', 'FEEDBACK_QUALITY'];
const SCENARIOS = ['stationary', 'consumer-funnel', 'delayed-burnout', 'farmers', 'fragile-retention', 'intrinsic-crowdout', 'large', 'multi-tenant',
  'novelty-decay', 'outage', 'randomised', 'regime-shift', 'seasonal', 'sparse'];
const PEOPLE = [['simulated', 'simulated ones'], ['live', 'real ones'], ['live-by-site', 'real ones, by whole sites']];
const LIMITS = [['conservative', 'conservative: 2 hours, 15 %'], ['standard', 'standard: 1 hour, 50 %'], ['aggressive', 'aggressive: 5 minutes, 80 %'],
  ['own', 'others']];
const ROLES = [['agent', 'an agent'], ['fixed', 'nobody']];

let variantsSoFar = 0;
const blankVariant = (name, role) => ({key: String(variantsSoFar++), name, role, weight: '', economy: {}});
const blankDraft = () => ({name: '', hypothesis: '', metric: METRICS[0], tenant: '', people: 'simulated', scenario: SCENARIOS[0], perVariant: '200',
  limits: 'standard', interval: '60', delta: '50', day: '1d', days: '', start: '', effect: '', arrivals: '',
  variants: [blankVariant('Control', 'control'), blankVariant('Team 1', 'agent')], judgement: null});

// --- the description

/** Numbers stay numbers; all else is quoted, so that nothing that is typed means more than itself. */
function written(text) { return isNumber(text) ? text : JSON.stringify(text); }

/** A mapping on one line, of what is given. */
function mapping(pairs) {
  return '{' + Object.entries(pairs).filter(([, value]) => value).map(([name, value]) => name + ': ' + value).join(', ') + '}';
}

function given(text) { return text.trim() && written(text.trim()); }

/** A name stays a name, also one of digits. */
function quoted(text) { return JSON.stringify(text.trim()); }

function givenName(text) { return text.trim() && quoted(text); }

function description(draft) {
  const {effect, days, interval} = draft;
  const keys = {name: quoted(draft.name), tenant: givenName(draft.tenant), hypothesis: givenName(draft.hypothesis), 'primary-metric': draft.metric,
    guardrails: draft.limits !== 'own' ? draft.limits
      : mapping({'update-interval': interval.trim() && written(interval.trim() + 'm'), 'delta-limit-percent': given(draft.delta)}),
    people: draft.people !== 'simulated' ? draft.people : mapping({scenario: draft.scenario, 'per-variant': given(draft.perVariant)}),
    start: draft.start && written(new Date(draft.start).toISOString()), day: given(draft.day), days: given(days),
    plan: effect.trim() && mapping({'minimum-effect': given(effect), 'arrivals-per-day': given(draft.arrivals), days: given(days),
      'stopping-rule': days.trim() ? null : 'open'})};
  return [...Object.entries(keys).filter(([, value]) => value).map(([name, value]) => name + ': ' + value), 'variants:',
    ...draft.variants.map(variant => '  - ' + describedVariant(variant))].join('\n') + '\n';
}

function describedVariant({name, role, weight, economy}) {
  const values = Object.fromEntries(PARAMETERS.map(([parameter]) => [parameter, given(economy[parameter] || '')]).filter(([, value]) => value));
  return mapping({name: quoted(name), role: role === 'agent' ? null : role, weight: given(weight),
    economy: Object.keys(values).length > 0 && mapping(values)});
}

// --- the form

function builder(state) {
  const draft = state.draft;
  return [element('p', {}, element('a', {href: '#'}, 'All experiments')), element('form', {id: 'builder', 'data-key': 'builder', autocomplete: 'off', novalidate: true},
    element('h2', {}, 'New experiment'), ...purpose(draft), ...teams(draft), ...limits(draft), ...people(draft), ...times(draft),
    described(draft), judgement(draft.judgement),
    // the key that ends a line must not create anything
    element('p', {class: 'buttons'}, element('button', {class: 'plain'}, 'Check'), button('create', 'Create the draft')))];
}

function part(title, hint, ...fields) {
  return [element('fieldset', {class: 'card', 'data-key': title}, element('legend', {}, title), hint && element('p', {class: 'quiet'}, hint),
    element('div', {class: 'fields'}, fields))];
}

function chosen(path, label, options, value) {
  return element('p', {'data-key': path}, selection('field-' + path, {'data-field': path}, label, options, value));
}

function purpose(draft) {
  return part('What it is to find out', null, field('draft.name', 'Name', draft.name), field('draft.tenant', 'Tenant', draft.tenant, {placeholder: 'default'}),
    chosen('draft.metric', 'Primary metric', METRICS.map(metric => [metric, inWords(metric)]), draft.metric),
    field('draft.hypothesis', 'Hypothesis', draft.hypothesis, {spellcheck: 'true'}));
}

function teams(draft) {
  return part('Variants', 'Each person is in one of them for good. An economy that is left empty is the tenant\u2019s.',
    draft.variants.map((variant, place) => team(variant, 'draft.variants.' + place + '.')), element('p', {class: 'buttons'}, button('add', 'One more variant', {}, 'plain')));
}

function team(variant, path) {
  const isControl = variant.role === 'control';
  return element('fieldset', {class: 'team', 'data-key': variant.key}, element('legend', {}, isControl ? 'Control' : 'Treatment'),
    element('div', {class: 'fields'}, field(path + 'name', 'Name', variant.name),
      !isControl && chosen(path + 'role', 'Changed by', ROLES, variant.role),
      field(path + 'weight', 'Weight', variant.weight, {placeholder: '1', ...NUMBER}, '2: twice as many people')),
    element('details', {'data-key': 'economy'}, element('summary', {}, 'Economy at the start'), economyFields(path + 'economy.', variant.economy)),
    !isControl && element('p', {class: 'buttons'}, button('remove', 'Remove', {variant: variant.key}, 'plain danger')));
}

function limits(draft) {
  return part('What agents may do', null, chosen('draft.limits', 'Time between updates, and how far one moves a value', LIMITS, draft.limits),
    draft.limits === 'own' && [field('draft.interval', 'Minutes between updates', draft.interval, NUMBER),
      field('draft.delta', 'Percent by which one may move a value', draft.delta, NUMBER)]);
}

function people(draft) {
  return part('People', null, chosen('draft.people', 'Who takes part', PEOPLE, draft.people),
    draft.people === 'simulated' && [chosen('draft.scenario', 'Scenario', SCENARIOS.map(name => [name, inWords(name)]), draft.scenario),
      field('draft.perVariant', 'People per variant', draft.perVariant, NUMBER)]);
}

function times(draft) {
  return part('Time, and the plan of the analysis', 'With a plan, checking tells how many people and days it takes, and the results tell what was not as planned.',
    field('draft.start', 'Starts by itself', draft.start, {type: 'datetime-local'}, 'by hand if empty'),
    field('draft.day', 'Length of a day', draft.day, {}, 'such as 10s, 1h or 1d'), field('draft.days', 'Days', draft.days, NUMBER, 'until somebody completes it if empty'),
    field('draft.effect', 'Least effect that matters', draft.effect, NUMBER, 'Cohen\u2019s d, such as 0.5; no plan if empty'),
    field('draft.arrivals', 'People who arrive on a day', draft.arrivals, NUMBER, 'in all variants together'));
}

/** Mistakes are told by line and column, so lines have numbers. */
function described(draft) {
  const lines = description(draft).trimEnd().split('\n');
  return element('details', {class: 'card', 'data-key': 'description'}, element('summary', {}, 'As a file'),
    element('ol', {class: 'lines'}, lines.map(line => element('li', {}, element('code', {}, line)))),
    element('p', {class: 'buttons'}, button('keep-description', 'Keep the file', {}, 'plain')));
}

function judgement(told) {
  if (!told) { return null; }
  if (told.mistakes) {
    return element('div', {class: 'card wrong', role: 'alert', 'data-key': 'judgement'}, element('h3', {}, counted(told.mistakes.length, 'mistake')),
      element('ul', {}, told.mistakes.map(mistake => element('li', {}, mistake))));
  }
  const {sample, id} = told.fits;
  return element('div', {class: 'card', role: 'status', 'data-key': 'judgement'}, element('p', {class: 'good'}, 'It can be created, as ', typed(id), '.'),
    sample && facts([['People per variant for the effect', sample.peoplePerVariant], ['Planned per variant', sample.plannedPerVariant],
      ['How often so many find the effect', figure(sample.powerAsPlanned)], ['Days until they have arrived', figure(sample.days)]]),
    sample && sample.warnings.map(warning => element('p', {class: 'bad'}, warning)));
}

// --- what is done with it

function changeVariants(variants) {
  Object.assign(state.draft, {variants, judgement: null});
  render();
}

function addVariant() {
  const {variants} = state.draft;
  changeVariants([...variants, blankVariant('Team ' + variants.length, 'agent')]);
}

function removeVariant(key) { changeVariants(state.draft.variants.filter(variant => variant.key !== key)); }

async function sendDescription(query) {
  const draft = state.draft;
  try {
    return await arena.tell('POST', 'api/admin/experiments' + query, description(draft), 'application/yaml');
  } catch (failure) {
    if (failure.status !== 400 && failure.status !== 409) { throw failure; }
    draft.judgement = {mistakes: failure.message.split('\n').map(mistake => mistake.replace(/^body:(\d+):(\d+): /, 'Line $1, column $2: '))};
    showJudgement();
    return null;
  }
}

async function checkDraft() {
  const fits = await sendDescription('?dryRun=true');
  if (fits) {
    state.draft.judgement = {fits};
    showJudgement();
  }
}

/** Mistakes stand beside the lines that they are in. */
function showJudgement() {
  render();
  // somebody may have gone elsewhere meanwhile
  if (!at('builder')) { return; }
  if (state.draft.judgement.mistakes) { document.querySelector('[data-key=description]').open = true; }
  document.querySelector('[data-key=judgement]').scrollIntoView({block: 'nearest'});
}

async function createDraft() {
  const created = await sendDescription('?' + asQuery({by: person}));
  if (!created) { return; }
  state.draft = blankDraft();
  location.hash = '#/' + encodeURIComponent(created.id);
  say('Created as a draft. Launch it when it is to recruit.');
}

function keepDescription() { arena.keep(new Blob([description(state.draft)]), 'experiment.yaml'); }
