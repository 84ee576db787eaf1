'use strict';
// The state, what changes it, and the one way in which it becomes what is seen: read() asks the server, render() shows.

const KEPT = 'agentflux-dashboard';
const DAYS_KEPT = 120;
const MOST_EVENTS = 1000;
const BETWEEN_READINGS = 1000;
/** Heartbeats are not told by the stream. */
const BETWEEN_LOOKS = 10000;
/** What changes something that is shown here; the activities of real people are too many. */
const TELLING = ['experiment-created', 'status-changed', 'decision', 'approval-denied', 'frozen', 'released', 'day', 'economy-changed',
  'token-issued', 'token-rotated', 'token-revoked', 'heartbeat-timeout', 'retention-cliff', 'degradation', 'rejection-streak',
  'anomaly', 'idle', 'converging'];

/** What there is to see of an experiment: each shows the state, and what it asks the server for besides. */
const PARTS = {
  overview: {title: 'Overview', show: overview},
  decisions: {title: 'Decisions', show: decisions, ask: askForEvents('decision')},
  health: {title: 'Health', show: health, ask: askForEvents([...FINDINGS, ...DONE].join(','))},
  metrics: {title: 'Metrics', show: metrics},
  statistics: {title: 'Statistics', show: statistics, ask: () => arena.ask(experimentPath('statistics'))},
  configuration: {title: 'Configuration', show: configuration},
  tokens: {title: 'Tokens', show: tokens, ask: () => arena.ask(experimentPath('tokens'))},
  data: {title: 'Data', show: tables},
  scoreboard: {title: 'Scoreboard', isAlone: true, show: scoreboard, ask: () => arena.ask(experimentPath('statistics'))},
};

/** What there is to see beside the experiments, by its address. */
const PAGES = {'#new': {show: builder}, '#economies': {show: economies, ask: askForEconomies}};

/** Days are by variant and number; told is what a part asked the server for. */
const nothing = () => ({experimentId: null, experiments: null, experiment: null, days: new Map(), hasMissed: true, arrived: [],
  told: null, variant: '', page: 1, metric: null, place: null});
const state = {...nothing(), part: 'overview', connection: null, draft: blankDraft()};
// what the tab remembers: nothing, where the browser lets no page keep anything
const memory = (() => {
  try { return sessionStorage; } catch (denied) { return {getItem: () => null, setItem() {}, removeItem() {}}; }
})();
let person = '';
let events = null;

// --- what is seen

function render() {
  const connection = state.connection && badge(state.connection.text, state.connection.isOpen ? 'good' : 'bad');
  morph(at('connection'), element('p', {id: 'connection', role: 'status'}, connection));
  if (!at('main').hidden) { morph(at('main'), element('div', {id: 'main'}, shown() || element('p', {class: 'quiet'}, 'One moment ...'))); }
  document.title = (state.experiment ? state.experiment.name + ' \u2013 ' : '') + 'Arena dashboard';
}

function shown() {
  if (state.place) { return onePart(PAGES[state.place]); }
  if (state.experimentId === null) { return state.experiments && experimentList(state.experiments); }
  return state.experiment ? oneExperiment() : element('p', {}, element('a', {href: '#'}, 'All experiments'));
}

function oneExperiment() {
  const root = '#/' + encodeURIComponent(state.experimentId);
  const part = element('section', {'data-key': state.part, 'aria-label': PARTS[state.part].title}, onePart(PARTS[state.part]));
  if (PARTS[state.part].isAlone) { return [element('p', {}, element('a', {href: root}, 'Back')), part]; }
  return [element('p', {}, element('a', {href: '#'}, 'All experiments')), experimentHead(state.experiment),
    element('nav', {'aria-label': 'Parts of the experiment'}, Object.entries(PARTS).map(([name, part]) =>
      element('a', {href: root + '/' + name, 'aria-current': name === state.part ? 'page' : null}, part.title))),
    part];
}

function onePart(part) {
  if (part.ask && state.told === null) { return element('p', {class: 'quiet'}, 'One moment ...'); }
  return part.show(state, state.told);
}

function say(text, isBad) {
  if (isBad && at('notice').textContent === text) { return; }
  at('notice').replaceChildren(element('p', isBad ? {class: 'bad', role: 'alert'} : {}, text));
  clearTimeout(say.end);
  if (!isBad) { say.end = setTimeout(() => at('notice').replaceChildren(), 8000); }
}

/** Whoever's token opens nothing any more has to sign in again. */
function fail(failure) {
  if (!(failure instanceof Refused)) { throw failure; }
  if (failure.status === 401 || failure.status === 403) { leave(); }
  say(failure.message, true);
}

// --- asking the server

const reading = {isBusy: false, isWanted: false, hasFailed: false, last: 0};

/** Asks anew for what is shown: soon, but not more than once a second however much happens. */
async function read() {
  reading.isWanted = true;
  if (reading.isBusy) { return; }
  reading.isBusy = true;
  try {
    while (reading.isWanted && arena.token) {
      await new Promise(resolve => setTimeout(resolve, reading.last + BETWEEN_READINGS - Date.now()));
      reading.isWanted = false;
      reading.last = Date.now();
      await readOnce();
      if (reading.hasFailed) { at('notice').replaceChildren(); }
      reading.hasFailed = false;
    }
  } catch (failure) {
    reading.hasFailed = true;
    fail(failure);
  } finally {
    reading.isBusy = false;
  }
}

const experimentPath = (...rest) => ['api/admin/experiments', state.experimentId, ...rest].map((part, place) => place ? encodeURIComponent(part) : part).join('/');

async function readOnce() {
  const {experimentId, place, part, variant, page} = state;
  const isAsked = () => state.experimentId === experimentId && state.place === place && state.part === part && state.variant === variant
    && state.page === page;
  if (experimentId === null) {
    const {experiments} = await arena.ask('api/admin/experiments');
    state.experiments = experiments;
    const told = place && PAGES[place].ask ? await PAGES[place].ask(state) : null;
    if (isAsked()) { state.told = told; }
  } else {
    const [experiment, told] = await Promise.all([arena.ask(experimentPath()), PARTS[part].ask ? PARTS[part].ask(state) : null, readDays(experimentId)]);
    // somebody may have gone elsewhere meanwhile
    if (isAsked()) { Object.assign(state, {experiment, told}); }
  }
  render();
}

/** The days so far, after each beginning of the stream, which tells those that come later. */
async function readDays(experimentId) {
  if (!state.hasMissed) { return; }
  state.hasMissed = false;
  state.arrived = [];
  try {
    const {events: lived} = await arena.ask(experimentPath('events') + '?types=day&page=1&limit=' + MOST_EVENTS);
    if (state.experimentId !== experimentId) { return; }
    state.days = new Map();
    [...lived, ...state.arrived].forEach(keepDay);
  } catch (failure) {
    state.hasMissed = true;
    throw failure;
  }
}

function keepDay(event) {
  const days = state.days.get(event.variantId) || new Map();
  days.set(event.body.day, event.body);
  const latest = Math.max(...days.keys());
  for (const day of days.keys()) {
    if (day <= latest - DAYS_KEPT) { days.delete(day); }
  }
  state.days.set(event.variantId, days);
}

function listen(last) {
  if (events) { events.close(); }
  const query = new URLSearchParams({types: TELLING.join(','), ...(state.experimentId === null ? {} : {experiment: state.experimentId})});
  events = new Events('api/admin/stream?' + query, last, {
    onOpen() {
      state.connection = {isOpen: true, text: 'live'};
      state.hasMissed = true;
      at('notice').replaceChildren();
      read();
      render();
    },
    onEvent(event) {
      if (event.type === 'day' && event.experimentId === state.experimentId) {
        state.arrived.push(event);
        keepDay(event);
      }
      read();
    },
    onFailure(failure) {
      if (failure.status === 401 || failure.status === 403) { fail(failure); return; }
      state.connection = {isOpen: false, text: 'not connected'};
      say('Not connected, trying again: ' + failure.message + ' What is shown may be old.', true);
      render();
    },
  });
}

// --- what buttons do that changes nothing yet

const ACTIONS = {turn: ({by}) => show({page: state.page + Number(by)}), download: ({path}) => keep(path), add: addVariant,
  remove: ({variant}) => removeVariant(variant), create: () => createDraft().catch(fail), 'keep-description': keepDescription};

/** What is typed becomes a member of the state, and what was judged before is judged no more. */
function type(path, value) {
  const names = path.split('.');
  const last = names.pop();
  names.reduce((part, name) => part[name], state)[last] = value;
  state.draft.judgement = null;
  render();
}

// --- going somewhere, signing in and out

/** The address is #/EXPERIMENT/PART; what cannot be read means the list. */
function placeOfExperiment() {
  try {
    return location.hash.replace(/^#/, '').split('/').filter(Boolean).map(decodeURIComponent);
  } catch (malformed) {
    return [];
  }
}

function go() {
  const place = Object.hasOwn(PAGES, location.hash) ? location.hash : null;
  const [experimentId = null, part = 'overview'] = place ? [] : placeOfExperiment();
  if (experimentId !== state.experimentId || !events) {
    Object.assign(state, {...nothing(), experimentId, experiments: state.experiments});
    listen(null);
  }
  show({place, part: Object.hasOwn(PARTS, part) ? part : 'overview', page: 1, told: null});
}

/** Shows something else of what there is, at once as far as it is known. */
function show(change) {
  Object.assign(state, change);
  reading.last = 0;
  render();
  read();
}

async function enter() {
  try {
    state.experiments = (await arena.ask('api/admin/experiments')).experiments;
  } catch (failure) {
    if (failure.status === 401 || failure.status === 403) { leave(); }
    arena.token = '';
    at('enter').hidden = false;
    say(failure.message, true);
    return;
  }
  memory.setItem(KEPT, JSON.stringify({token: arena.token, person}));
  at('notice').replaceChildren();
  at('enter').hidden = true;
  at('leave').hidden = false;
  at('main').hidden = false;
  go();
}

function leave() {
  memory.removeItem(KEPT);
  if (events) { events.close(); }
  events = null;
  arena.token = '';
  Object.assign(state, {...nothing(), connection: null, draft: blankDraft()});
  for (const dialog of document.querySelectorAll('dialog[open]')) { dialog.close(); }
  at('main').replaceChildren();
  at('main').hidden = true;
  at('leave').hidden = true;
  at('enter').hidden = false;
  at('notice').replaceChildren();
  render();
  at('token').focus();
}

function begin() {
  let kept = null;
  try { kept = JSON.parse(memory.getItem(KEPT)); } catch (unreadable) { memory.removeItem(KEPT); }
  if (!kept) {
    at('enter').hidden = false;
    at('token').focus();
    return;
  }
  arena.token = kept.token;
  person = kept.person;
  enter();
}

at('enter').addEventListener('submit', event => {
  event.preventDefault();
  arena.token = at('token').value.trim();
  person = at('name').value.trim();
  at('token').value = '';
  if (!/^[\x21-\x7e]+$/.test(arena.token)) { say('This is no token: it holds blanks or letters that no token has.', true); return; }
  enter();
});
at('leave').addEventListener('click', leave);
at('question-no').addEventListener('click', () => at('question').close());
document.addEventListener('click', event => {
  const pressed = event.target.closest('[data-action]');
  if (!pressed) { return; }
  const {action, ...data} = pressed.dataset;
  if (CHANGES[action]) { ask(action, data); } else { ACTIONS[action](data); }
});
document.addEventListener('submit', event => {
  event.preventDefault();
  if (event.target.id === 'builder') { checkDraft().catch(fail); }
});
document.addEventListener('input', event => {
  if (event.target.dataset.field) { type(event.target.dataset.field, event.target.value); }
});
document.addEventListener('change', event => {
  const {field, choice} = event.target.dataset;
  // not all that drives a browser tells of input when it chooses
  if (field) { type(field, event.target.value); }
  if (choice) { show({[choice]: event.target.value, page: 1}); }
});
at('secret-copy').addEventListener('click', copySecret);
at('secret-close').addEventListener('click', () => at('secret').close());
at('secret').addEventListener('close', () => {
  at('secret-text').value = '';
  at('secret-copy').textContent = 'Copy';
});
document.addEventListener('visibilitychange', () => {
  if (!arena.token || !events) { return; }
  // browsers keep few connections to a server, and all tabs share them
  if (document.hidden) { events.close(); } else { listen(events.last); }
});
addEventListener('hashchange', () => { if (arena.token) { go(); } });
setInterval(() => { if (state.connection && state.connection.isOpen && !document.hidden) { read(); } }, BETWEEN_LOOKS);
begin();
