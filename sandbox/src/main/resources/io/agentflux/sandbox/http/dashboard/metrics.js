'use strict';
// How the variants did, day by day and compared with the control.

const CHART = {width: 900, height: 320, left: 60, right: 20, top: 15, bottom: 35};
/** Besides their colours, lines differ by their dashes. */
const DASHES = [null, '9 4', '2 3', '12 3 2 3', '5 2'];

function dashOf(place) { return DASHES[place % DASHES.length]; }

function lineOf(place) { return 'series line-' + place % DASHES.length; }

function seriesOf(state, metric) {
  return state.experiment.variants.map((variant, place) => ({variant, place,
    days: [...(state.days.get(variant.variantId) || new Map()).values()].filter(day => day.metrics[metric]).sort((a, b) => a.day - b.day)}));
}

function metrics(state) {
  const metric = state.metric || state.experiment.primaryMetric;
  const names = [...new Set([...state.days.values()].flatMap(days => [...days.values()].flatMap(day => Object.keys(day.metrics))))];
  if (names.length === 0) { return element('p', {class: 'card'}, 'Metrics come with the first evening.'); }
  const series = seriesOf(state, metric);
  return element('div', {class: 'card'}, choice('metric', 'Metric', names.map(name => [name, inWords(name)]), metric),
    element('p', {}, series.map(legend)),
    element('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Chart'}, chart(series, metric)),
    element('details', {'data-key': 'figures'}, element('summary', {}, 'The same as a table'), dayTable(state, series, metric)),
    element('p', {class: 'quiet'}, 'The last ' + DAYS_KEPT + ' days at most; the table "metrics" under Data has all.'));
}

function legend({variant, place}) {
  return element('span', {class: 'key'}, drawing('svg', {viewBox: '0 0 36 8', 'aria-hidden': 'true'},
    drawing('line', {class: lineOf(place), 'stroke-dasharray': dashOf(place), x1: 0, x2: 36, y1: 4, y2: 4})), typed(variant.variantName));
}

function dayTable(state, series, metric) {
  const days = [...new Set(series.flatMap(one => one.days.map(day => day.day)))].sort((a, b) => b - a);
  return table(inWords(metric) + ', newest day first', ['Day', ...state.experiment.variants.map(variant => typed(variant.variantName))],
    days.map(day => [day, ...series.map(one => (one.days.find(other => other.day === day) || {metrics: {}}).metrics[metric]?.value ?? null)]));
}

/** Round values from about the least to about the most. */
function ticks(least, most, about) {
  const rough = (most - least || Math.abs(most) || 1) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find(factor => factor * power >= rough) * power;
  const from = Math.floor(least / step);
  const to = Math.ceil(most / step);
  return Array.from({length: Math.max(1, to - from) + 1}, (_, i) => Number(((from + i) * step).toPrecision(10)));
}

function chart(series, metric) {
  const points = series.flatMap(one => one.days.map(day => [day.day, day.metrics[metric].value]));
  const days = points.map(point => point[0]);
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const levels = ticks(Math.min(...points.map(point => point[1])), Math.max(...points.map(point => point[1])), 5);
  const [low, high] = [levels[0], levels[levels.length - 1]];
  const x = day => CHART.left + (CHART.width - CHART.left - CHART.right) * (last === first ? 0.5 : (day - first) / (last - first));
  const y = value => CHART.top + (CHART.height - CHART.top - CHART.bottom) * (1 - (value - low) / (high - low));
  const dayTicks = ticks(first, last, 8).filter(day => Number.isInteger(day) && day >= first && day <= last);
  return drawing('svg', {viewBox: '0 0 ' + CHART.width + ' ' + CHART.height, role: 'img',
    'aria-label': inWords(metric) + ' of each variant from day ' + first + ' to day ' + last + '; the table below has the figures'},
  levels.map(level => [drawing('line', {class: 'grid', x1: CHART.left, x2: CHART.width - CHART.right, y1: y(level), y2: y(level)}),
    drawing('text', {x: CHART.left - 8, y: y(level) + 4, 'text-anchor': 'end'}, figure(level))]),
  dayTicks.map(day => drawing('text', {x: x(day), y: CHART.height - 12, 'text-anchor': 'middle'}, 'day ' + day)),
  series.map(one => drawing('polyline', {class: lineOf(one.place), 'stroke-dasharray': dashOf(one.place),
    points: one.days.map(day => x(day.day).toFixed(1) + ',' + y(day.metrics[metric].value).toFixed(1)).join(' ')})),
  // one day alone is no line
  series.filter(one => one.days.length === 1).map(({place, days: [day]}) =>
    drawing('circle', {class: lineOf(place), cx: x(day.day), cy: y(day.metrics[metric].value), r: 4})));
}

function statistics(state, told) {
  const balance = told.balance;
  return element('div', {class: 'card'},
    element('p', {}, 'Each treatment against the control, as of the evening of day ', figure(told.daysPlayed), '. ',
      told.planned ? 'This look is the one that was planned.' : 'This look is not the one that was planned.'),
    told.deviations.length > 0 && element('ul', {}, told.deviations.map(deviation => element('li', {}, typed(deviation)))),
    element('p', {class: balance.asPlanned ? null : 'bad'}, inWords(balance.assigned), balance.asPlanned ? ' are shared out as planned' : ' are not shared out as planned',
      balance.pValue === null ? '.' : ' (p = ' + chance(balance.pValue) + ').'),
    told.variants.filter(variant => !variant.isControl).map(variant => comparisons(state, variant, told.primaryMetric)),
    element('p', {class: 'quiet'}, 'The interval is that of the difference. p (Holm) is corrected for all comparisons of the experiment; by it something is called higher or lower. '
      + 'The effect size is Cohen\u2019s d, or the odds ratio where shares are compared.'));
}

function chance(p) { return p < 0.001 ? '< 0.001' : p.toFixed(3); }

function comparisons(state, variant, primary) {
  const compared = Object.entries(variant.versusControl).sort(([a], [b]) => (b === primary) - (a === primary));
  if (compared.length === 0) { return element('p', {}, typed(variant.variantName), ': nothing to compare yet.'); }
  return [element('h3', {}, typed(variant.variantName)), table('Against the control',
    ['Metric', 'Result', 'Difference', 'Interval, ' + Math.round(100 * compared[0][1].level) + ' %', 'p', 'p (Holm)', 'Effect size', 'Power', 'Test'], compared.map(([name, one]) => [
      element('span', {class: name === primary ? 'first' : null}, inWords(name)), result(one), one.difference,
      one.low === null ? null : figure(one.low) + ' to ' + figure(one.high), one.pValue === null ? null : chance(one.pValue),
      one.holmPValue === null ? null : chance(one.holmPValue), one.oddsRatio === null ? one.effectSize : 'odds ' + figure(one.oddsRatio), one.power, one.method]), 'Against the control: ' + variant.variantName)];
}

function result(comparison) {
  if (!comparison.significant) { return 'no difference found'; }
  return comparison.difference > 0 ? badge('higher', 'good') : badge('lower', 'bad');
}

function configuration(state) {
  const {variants, tenantEconomy} = state.experiment;
  const control = variants.find(variant => variant.isControl);
  const names = [...new Set(variants.flatMap(variant => Object.keys(variant.currentConfig)))];
  const heads = () => variants.map(variant => typed(variant.variantName));
  return [element('div', {class: 'card'}, table('Economy in force; what differs from the control is marked', ['Parameter', 'Tenant', ...heads()],
    names.map(name => [name, figure(tenantEconomy[name]), ...variants.map(variant => variant.currentConfig[name] === control.currentConfig[name]
      ? figure(variant.currentConfig[name]) : element('mark', {}, figure(variant.currentConfig[name])))]))),
  element('div', {class: 'card'}, table('What agents may do', ['Limit', ...heads()], [
    ['Role', ...variants.map(roleOf)],
    ['One update per', ...variants.map(variant => variant.hasAgent ? lasting(variant.limits.updateInterval) : null)],
    ['Most change', ...variants.map(variant => variant.hasAgent ? figure(variant.limits.deltaLimitPct) + ' %' : null)],
    ['Points a day', ...variants.map(variant => variant.hasAgent ? figure(variant.limits.dailyBudgetPoints) : null)],
    ['Approval', ...variants.map(variant => variant.hasAgent ? variant.limits.needsApproval ? 'needed' : 'not needed' : null)]]))];
}
