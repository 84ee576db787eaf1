'use strict';
// Elements are described anew from the state each time, and the page is changed where it differs: so focus, selection and what
// was unfolded stay. Everything that the server told becomes text or the value of an attribute, never markup.

const at = id => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) { node.setAttribute(name, value === true ? '' : value); }
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

function element(name, attributes, ...children) { return filled(document.createElement(name), attributes, children); }

function drawing(name, attributes, ...children) { return filled(document.createElementNS(SVG, name), attributes, children); }

/** Text that somebody typed: it may run from right to left, and must not turn what stands beside it. */
function typed(text) { return element('bdi', {}, String(text)); }

function keyOf(node) { return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null; }

/** Makes a node of the page like another one. */
function morph(node, wanted) {
  if (node.nodeName !== wanted.nodeName || keyOf(node) !== keyOf(wanted)) {
    node.replaceWith(wanted);
  } else if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== wanted.data) { node.data = wanted.data; }
  } else {
    morphAttributes(node, wanted);
    morphChildren(node, wanted);
    // what is chosen is no attribute any more once somebody has chosen
    if (node.nodeName === 'SELECT') { node.value = wanted.value; }
  }
}

function morphAttributes(node, wanted) {
  for (const {name} of [...node.attributes]) {
    // only the person folds
    if (!wanted.hasAttribute(name) && name !== 'open') { node.removeAttribute(name); }
  }
  for (const {name, value} of [...wanted.attributes]) {
    if (node.getAttribute(name) !== value) { node.setAttribute(name, value); }
  }
}

function morphChildren(node, wanted) {
  const keyed = new Map([...node.childNodes].filter(keyOf).map(child => [keyOf(child), child]));
  const staying = new Set([...wanted.childNodes].map(keyOf).filter(Boolean));
  let next = node.firstChild;
  for (const child of [...wanted.childNodes]) {
    const known = keyOf(child) ? keyed.get(keyOf(child)) : next && !keyOf(next) ? next : undefined;
    // what goes makes room for what stays: a node that is moved loses the focus
    while (known && next && next !== known && !staying.has(keyOf(next))) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    if (!known) {
      node.insertBefore(child, next);
    } else {
      if (known === next) { next = next.nextSibling; } else { node.insertBefore(known, next); }
      morph(known, child);
    }
  }
  while (next) {
    const left = next;
    next = next.nextSibling;
    left.remove();
  }
}

/** A button that does something; who listens to the page finds out what by its data. */
function button(action, text, data = {}, look = '', disabled = false) {
  const named = Object.entries(data).map(([name, value]) => ['data-' + name, value]);
  return element('button', {type: 'button', class: look || null, disabled, 'data-action': action, ...Object.fromEntries(named)}, text);
}

/** A field whose text becomes the member of the state that stands at a path. */
function field(path, label, value, attributes = {}, hint = '') {
  const id = 'field-' + path;
  return element('p', {'data-key': path}, element('label', {for: id}, label, hint && element('span', {class: 'quiet'}, ' ' + hint)),
    element('input', {id, 'data-field': path, type: 'text', maxlength: '2000', spellcheck: 'false', value, ...attributes}));
}

const NUMBER = {inputmode: 'decimal'};
const isNumber = text => /^-?\d+(\.\d+)?$/.test(text);

/** One of several values, each with the text that tells it, under a label. */
function selection(id, data, label, options, chosen) {
  return [element('label', {for: id}, label), element('select', {id, ...data}, options.map(([value, text]) =>
    element('option', {value, selected: value === chosen}, text)))];
}

function badge(text, look = '') { return element('span', {class: ('badge ' + look).trim()}, text); }

function facts(pairs) {
  return element('dl', {}, pairs.filter(Boolean).map(([name, value, look]) =>
    [element('dt', {class: look || null}, name), element('dd', {class: look || null}, value)]));
}

/** A table; cells that are numbers are told as such. The first cell of a row is its heading. */
function table(caption, heads, rows, label = caption) {
  const isNumber = cell => typeof cell === 'number';
  const numeric = heads.map((head, column) => rows.length > 0 && rows.every(row => isNumber(row[column]) || row[column] === null));
  const look = column => ({class: numeric[column] ? 'number' : null});
  return element('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': label}, element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, heads.map((head, column) => element('th', {scope: 'col', ...look(column)}, head)))),
    element('tbody', {}, rows.map(row => element('tr', {}, row.map((cell, column) => {
      const shown = isNumber(cell) ? figure(cell) : cell;
      return column === 0 ? element('th', {scope: 'row'}, shown) : element('td', look(column), shown === null ? '\u2013' : shown);
    }))))));
}

const FIGURE = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});

function figure(number) { return number === null || number === undefined ? '\u2013' : Number.isInteger(number) ? number.toLocaleString('en') : FIGURE.format(number); }

function counted(number, what) { return figure(number) + ' ' + what + (number === 1 ? '' : 's'); }

/** What constants are called where people read them: SCAN_FREQUENCY is Scan frequency. */
function inWords(constant) {
  const words = constant.toLowerCase().replaceAll(/[_-]/g, ' ').replace(/\bxp\b/, 'XP');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A duration such as PT1H30M. */
function lasting(duration) {
  const names = {H: 'h', M: 'min', S: 's'};
  const parts = [...duration.matchAll(/([\d.]+)([HMS])/g)].map(([, number, unit]) => number + ' ' + names[unit]);
  return parts.join(' ') || duration;
}

function secondsOf(duration) {
  const worth = {H: 3600, M: 60, S: 1};
  return [...duration.matchAll(/([\d.]+)([HMS])/g)].reduce((seconds, [, number, unit]) => seconds + number * worth[unit], 0);
}

function ago(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) { return seconds + ' s ago'; }
  if (seconds < 3600) { return Math.floor(seconds / 60) + ' min ago'; }
  return seconds < 172800 ? Math.floor(seconds / 3600) + ' h ago' : Math.floor(seconds / 86400) + ' days ago';
}

/** An instant as the person's clock shows it. */
function moment(instant) { return element('time', {datetime: instant}, new Date(instant).toLocaleString()); }

/** How long ago an instant is by the server's clock. */
function since(instant) {
  const time = new Date(instant);
  return instant ? element('time', {datetime: instant, title: time.toLocaleString()}, ago(arena.now() - time)) : 'never';
}
