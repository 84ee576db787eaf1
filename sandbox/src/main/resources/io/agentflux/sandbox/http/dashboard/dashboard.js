'use strict';
// The state, what changes it, and the one way in which it becomes what is seen: read() asks the server, render() shows.

const KEPT = 'agentflux-dashboard';
const DAYS_KEPT = 120;
const MOST_EVENTS = 1000;
const BETWEEN_READINGS = 1000;
const CLOCK = 5000;
/** What changes something that is shown here; the activities of real people are too many. */
const TELLING = ['experiment-created', 'status-changed', 'decision', 'approval-denied', 'frozen', 'released', 'day', 'economy-changed',
  'token-issued', 'token-rotated', 'token-revoked', 'heartbeat-timeout', 'retention-cliff', 'degradation', 'rejection-streak',
  'anomaly', 'idle', 'converging'];

const PARTS = {
  overview: {title: 'Overview', show: overview},
};

const state = {experimentId: null, part: 'overview', experiments: null, experiment: null, days: new Map(), connection: null};
let person = '';
let events = null;

// --- what is seen

function render() {
  at('connection').replaceChildren(...(state.connection ? [badge(state.connection.text, state.connection.isOpen ? 'good' : 'bad')] : []));
  const shown = state.experimentId === null ? state.experiments && experimentList(state.experiments) : state.experiment && oneExperiment();
  const main = element('main', {id: 'main'}, shown || element('p', {class: 'quiet'}, 'One moment ...'));
  if (!at('main').hidden) { morph(at('main'), main); }
  document.title = (state.experiment ? state.experiment.name + ' \u2013 ' : '') + 'Arena dashboard';
}

function oneExperiment() {
  const root = '#/' + encodeURIComponent(state.experimentId);
  return [element('p', {}, element('a', {href: '#'}, 'All experiments')), experimentHead(state.experiment),
    element('nav', {'aria-label': 'Parts of the experiment'}, Object.entries(PARTS).map(([name, part]) =>
      element('a', {href: root + '/' + name, 'aria-current': name === state.part ? 'page' : null}, part.title))),
    element('section', {'data-key': state.part, 'aria-label': PARTS[state.part].title}, PARTS[state.part].show(state))];
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

const reading = {isBusy: false, isWanted: false, last: 0};

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
    }
  } catch (failure) {
    fail(failure);
  } finally {
    reading.isBusy = false;
  }
}

const experimentPath = (...rest) => ['api/admin/experiments', state.experimentId, ...rest].map((part, place) => place ? encodeURIComponent(part) : part).join('/');

async function readOnce() {
  const asked = state.experimentId;
  if (asked === null) {
    state.experiments = (await arena.ask('api/admin/experiments')).experiments;
  } else {
    const experiment = await arena.ask(experimentPath());
    if (state.experimentId !== asked) { return; }
    state.experiment = experiment;
    if (state.days.size === 0) { await readDays(); }
  }
  render();
}

async function readDays() {
  const asked = state.experimentId;
  const limit = Math.min(MOST_EVENTS, DAYS_KEPT * state.experiment.variants.length);
  const page = await arena.ask(experimentPath('events') + '?types=day&page=1&limit=' + limit);
  if (state.experimentId === asked) { page.events.forEach(keepDay); }
}

function keepDay(event) {
  const days = state.days.get(event.variantId) || new Map();
  days.set(event.body.day, event.body);
  days.delete(event.body.day - DAYS_KEPT);
  state.days.set(event.variantId, days);
}

function listen() {
  if (events) { events.close(); }
  const query = new URLSearchParams({types: TELLING.join(','), ...(state.experimentId === null ? {} : {experiment: state.experimentId})});
  events = new Events('api/admin/stream?' + query, {
    onOpen() {
      state.connection = {isOpen: true, text: 'live'};
      at('notice').replaceChildren();
      read();
      render();
    },
    onEvent(event) {
      if (event.type === 'day' && event.experimentId === state.experimentId) { keepDay(event); }
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
  complete: {danger: true, title: what => ['Complete ', what, '?'], text: 'It ends for good. What was measured stays.'},
  archive: {danger: true, title: what => ['Archive ', what, '?'], text: 'Its tokens open nothing any more, for good. What was measured stays.'},
};

function changePath(name, {variant, decision}) {
  const ofDecision = decision ? ['decisions', decision] : [];
  return experimentPath(...(variant ? ['variants', variant] : []), ...ofDecision, name);
}

function ask(name, data) {
  const change = CHANGES[name];
  const what = data.variant ? nameOf(state.experiment, data.variant) : typed(state.experiment.name);
  at('question-title').replaceChildren(...change.title(what));
  at('question-text').textContent = change.text;
  at('until-part').hidden = !change.ends;
  at('until').value = '';
  at('reason').value = '';
  at('question-yes').textContent = inWords(name);
  at('question-yes').className = change.danger ? 'danger' : '';
  at('question-form').onsubmit = event => {
    event.preventDefault();
    at('question').close();
    apply(name, changePath(name, data), what.textContent);
  };
  at('question').showModal();
  at('reason').focus();
}

function causeOf(change) {
  const minutes = change.ends && at('until').value;
  return {by: person || undefined, reason: at('reason').value.trim() || undefined,
    until: minutes ? new Date(arena.now() + 60000 * minutes).toISOString() : undefined};
}

async function apply(name, path, what) {
  try {
    const told = await arena.tell('POST', path, causeOf(CHANGES[name]));
    if (told.variants) { state.experiment = told; }
    say(inWords(name) + ': done for ' + what + '.');
    render();
    read();
  } catch (failure) {
    fail(failure);
  }
}

// --- going somewhere, signing in and out

function go() {
  const [experimentId = null, part = 'overview'] = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
  const isOther = experimentId !== state.experimentId;
  state.part = PARTS[part] ? part : 'overview';
  if (isOther || !events) {
    Object.assign(state, {experimentId, experiment: null, days: new Map()});
    listen();
  }
  reading.last = 0;
  render();
  read();
}

async function enter() {
  try {
    state.experiments = (await arena.ask('api/admin/experiments')).experiments;
  } catch (failure) {
    if (failure.status === 0 || failure.status >= 500) { at('enter').hidden = false; say(failure.message, true); } else { leave(); say(failure.message, true); }
    return;
  }
  sessionStorage.setItem(KEPT, JSON.stringify({token: arena.token, person}));
  at('notice').replaceChildren();
  at('enter').hidden = true;
  at('leave').hidden = false;
  at('main').hidden = false;
  go();
}

function leave() {
  sessionStorage.removeItem(KEPT);
  if (events) { events.close(); }
  events = null;
  arena.token = '';
  Object.assign(state, {experimentId: null, experiments: null, experiment: null, days: new Map(), connection: null});
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
  try { kept = JSON.parse(sessionStorage.getItem(KEPT)); } catch (unreadable) { sessionStorage.removeItem(KEPT); }
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
});
document.addEventListener('visibilitychange', () => {
  if (!arena.token || !events) { return; }
  // browsers keep few connections to a server, and all tabs share them
  if (document.hidden) { events.close(); } else { events.open(); }
});
addEventListener('hashchange', () => { if (arena.token) { go(); } });
setInterval(() => { if (arena.token && !document.hidden && !at('main').hidden) { render(); } }, CLOCK);
begin();
