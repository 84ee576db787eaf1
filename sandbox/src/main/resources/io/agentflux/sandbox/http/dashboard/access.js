'use strict';
// What leaves the sandbox: tokens and manifests for those who write agents, and tables for other tools.

const TABLES = {events: 'everything that happened, with hashes', decisions: 'each update that an agent asked for, and what became of it',
  metrics: 'head counts and metrics of each variant and day', statistics: 'each metric of each treatment, compared with the control',
  activities: 'what real people did', points: 'what real people were paid', referrals: 'who was brought by whom'};

function download(text, path) { return button('download', text, {path}, 'plain'); }

function tokens(state, told) {
  const variants = state.experiment.variants;
  const isOpen = state.experiment.status !== 'ARCHIVED';
  return [element('div', {class: 'card'}, table('Variants', ['Variant', 'Manifest and token'], variants.filter(variant => variant.hasAgent || variant.isControl).map(variant => [
    typed(variant.variantName), isOpen ? element('span', {class: 'row'},
      variant.hasAgent && download('Manifest', experimentPath('variants', variant.variantId, 'manifest')),
      button('issue', 'One more token', {variant: variant.variantId}, 'plain')) : 'closed for good'])),
  isOpen && element('p', {class: 'buttons'}, download('All manifests (zip)', experimentPath('manifests'))),
  element('p', {class: 'quiet'}, 'A manifest has the address, a token and the limits; it hands out a token if there is none. The control\u2019s token may only watch.')),
  element('div', {class: 'card'}, table('All tokens', ['Token', 'Variant', 'Issued', 'Good until', 'State', 'What to do'], told.tokens.map(token => [
    token.tokenId, nameOf(state.experiment, token.variantId), moment(token.issuedAt), moment(token.expiresAt), tokenState(token), token.valid
      ? element('span', {class: 'row'}, button('rotate', 'Replace', {token: token.tokenId, variant: token.variantId}, 'plain'),
        button('revoke', 'Revoke', {token: token.tokenId, variant: token.variantId}, 'plain danger')) : null])))];
}

function tokenState(token) {
  if (token.revokedAt) { return ['revoked ', moment(token.revokedAt)]; }
  return token.valid ? badge('valid', 'good') : 'over';
}

function tables() {
  return element('div', {class: 'card'}, table('Tables to take out', ['Table', 'A row for each', 'File'], Object.entries(TABLES).map(([name, what]) => [
    inWords(name), what, element('span', {class: 'row'}, ['csv', 'jsonl'].map(format =>
      download(format === 'csv' ? 'CSV' : 'JSON lines', experimentPath('export', name) + '?format=' + format)))])));
}
