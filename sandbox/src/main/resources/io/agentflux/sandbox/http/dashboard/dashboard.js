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

/** Days are by variant and number; told is what a part asked the server for. */
const nothing = () => ({experimentId: null, experiments: null, experiment: null, days: new Map(), hasMissed: true, arrived: [],
  told: null, variant: '', page: 1, metric: null});
const state = {...nothing(), part: 'overview', connection: null};
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
  const {experimentId, part, variant, page} = state;
  const isAsked = () => state.experimentId === experimentId && state.part === part && state.variant === variant && state.page === page;
  if (experimentId === null) {
    const {experiments} = await arena.ask('api/admin/experiments');
    if (isAsked()) { state.experiments = experiments; }
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

// --- changing something

const CHANGES = {
  freeze: {danger: true, ends: true, title: what => ['Freeze ', what, '?'],
    text: 'Agents may observe, but each of their updates is refused until somebody releases it.'},
  release: {title: what => ['Release ', what, '?'], text: 'Updates are judged by the other guardrails again.'},
  revert: {danger: true, title: what => ['Take ', what, ' back?'], text: 'The variant gets the economy again that it started with. This is a decision in the log.'},
  approve: {title: what => ['Approve the update of ', what, '?'], text: 'It takes effect at once.'},
  deny: {danger: true, title: what => ['Deny the update of ', what, '?'], text: 'It does not take effect; the agent may ask for something else.'},
  launch: {title: what => ['Launch ', what, '?'], text: 'It begins to recruit.'},
  start: {title: what => ['Start ', what, '?'], text: 'Its days begin to pass, and agents may act.'},
  pause: {danger: true, title: what => ['Pause ', what, '?'], text: 'No day passes, and agents can do nothing until somebody resumes it.'},
  resume: {title: what => ['Resume ', what, '?'], text: 'Days pass again, and agents may act.'},
  complete: {danger: true, isFinal: true, title: what => ['Complete ', what, '?'], text: 'It ends for good. What was measured stays.'},
  issue: {title: what => ['Hand out one more token of ', what, '?'], text: 'It is shown once. Tokens that are out stay good.',
    path: ({variant}) => experimentPath('variants', variant, 'tokens')},
  rotate: {danger: true, isFinal: true, yes: 'Replace', title: what => ['Replace the token of ', what, '?'], text: 'The old one opens nothing any more from now on; the new one is shown once.',
    path: ({token}) => 'api/admin/tokens/' + encodeURIComponent(token) + '/rotate'},
  revoke: {danger: true, isFinal: true, method: 'DELETE', title: what => ['Revoke the token of ', what, '?'], text: 'It opens nothing any more, for good.',
    path: ({token}) => 'api/admin/tokens/' + encodeURIComponent(token)},
  archive: {danger: true, isFinal: true, title: what => ['Archive ', what, '?'], text: 'Its tokens open nothing any more, for good. What was measured stays.'},
};

function changePath(name, data) {
  if (CHANGES[name].path) { return CHANGES[name].path(data); }
  const {variant, decision} = data;
  const ofDecision = decision ? ['decisions', decision] : [];
  return experimentPath(...(variant ? ['variants', variant] : []), ...ofDecision, name);
}

function ask(name, data) {
  const change = CHANGES[name];
  const what = data.variant ? nameOf(state.experiment, data.variant) : typed(state.experiment.name);
  at('question-title').replaceChildren(...change.title(what));
  at('question-text').textContent = change.text;
  at('until-part').hidden = !change.ends;
  at('reason-part').hidden = change.method === 'DELETE';
  at('until').value = '';
  at('reason').value = '';
  at('question-yes').textContent = change.yes || inWords(name);
  at('question-yes').className = change.danger ? 'danger' : '';
  at('question-form').onsubmit = event => {
    event.preventDefault();
    at('question').close();
    apply(name, changePath(name, data), what.textContent);
  };
  at('question').showModal();
  // a key that was pressed once too often must not do what nobody can undo
  at(change.isFinal ? 'question-no' : 'reason').focus();
}

function causeOf(change) {
  const minutes = change.ends && at('until').value;
  return {by: person || undefined, reason: at('reason').value.trim() || undefined,
    until: minutes ? new Date(arena.now() + 60000 * minutes).toISOString() : undefined};
}

async function apply(name, path, what) {
  const {method = 'POST', yes = inWords(name)} = CHANGES[name];
  try {
    const told = await arena.tell(method, path, method === 'POST' ? causeOf(CHANGES[name]) : undefined);
    if (told.variants) { state.experiment = told; }
    if (told.strategyToken) { showSecret(told.strategyToken); }
    // what a person approves of is judged once more
    const isRefused = told.accepted === false;
    say(isRefused ? 'Refused all the same: ' + told.rejectionReason + '. ' + (told.rejectionDetail || '') : yes + ': done for ' + what + '.', isRefused);
    render();
    read();
  } catch (failure) {
    fail(failure);
  }
}

/** A token is in the page only as long as it is looked at. */
function showSecret(token) {
  at('secret-text').value = token;
  at('secret').showModal();
  at('secret-text').select();
}

async function copySecret() {
  at('secret-text').select();
  try {
    await navigator.clipboard.writeText(at('secret-text').value);
    at('secret-copy').textContent = 'Copied';
  } catch (refused) {
    // browsers allow it over TLS and on the own machine only
    at('secret-copy').textContent = 'Press Ctrl+C';
  }
}

async function keep(path) {
  say('Fetching the file ...');
  try {
    say('Kept as ' + await arena.download(path) + '.');
  } catch (failure) {
    fail(failure);
  }
}

// --- going somewhere, signing in and out

/** The address is #/EXPERIMENT/PART; what cannot be read means the list. */
function place() {
  try {
    return location.hash.replace(/^#/, '').split('/').filter(Boolean).map(decodeURIComponent);
  } catch (malformed) {
    return [];
  }
}

function go() {
  const [experimentId = null, part = 'overview'] = place();
  if (experimentId !== state.experimentId || !events) {
    Object.assign(state, {...nothing(), experimentId, experiments: state.experiments});
    listen(null);
  }
  show({part: Object.hasOwn(PARTS, part) ? part : 'overview', page: 1, told: null});
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
  Object.assign(state, {...nothing(), connection: null});
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
  if (CHANGES[action]) { ask(action, data); }
  if (action === 'turn') { show({page: state.page + Number(data.by)}); }
  if (action === 'download') { keep(data.path); }
});
document.addEventListener('change', event => {
  const name = event.target.dataset.choice;
  if (name) { show({[name]: event.target.value, page: 1}); }
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
