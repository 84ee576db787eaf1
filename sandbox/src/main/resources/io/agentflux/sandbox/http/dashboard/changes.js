'use strict';
// What an administrator changes: each asks first, is done by one request, and takes a reason for the log.

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
  economy: {method: 'PUT', yes: 'Change', title: what => ['Change the economy of ', what, '?'], text: 'All experiments of this tenant feel it from the next day on.',
    path: ({tenant}) => economyPath(tenant), body: ({tenant}) => economyOf(state.told.find(one => one.tenant === tenant).values)},
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
  const what = data.variant ? nameOf(state.experiment, data.variant) : typed(data.tenant || state.experiment.name);
  at('question-title').replaceChildren(...change.title(what));
  at('question-text').textContent = change.text;
  at('until-part').hidden = !change.ends;
  at('until').value = '';
  at('reason').value = '';
  at('question-yes').textContent = change.yes || inWords(name);
  at('question-yes').className = change.danger ? 'danger' : '';
  at('question-form').onsubmit = event => {
    event.preventDefault();
    at('question').close();
    apply(name, data, what.textContent);
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

/** Where the body tells something else, or there is none. */
function asQuery(members) { return new URLSearchParams(Object.entries(members).filter(([, value]) => value)).toString(); }

async function apply(name, data, what) {
  const {method = 'POST', yes = inWords(name), body} = CHANGES[name];
  try {
    const cause = causeOf(CHANGES[name]);
    const told = method === 'POST' ? await arena.tell(method, changePath(name, data), cause)
      : await arena.tell(method, changePath(name, data) + '?' + asQuery(cause), body && body(data));
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
