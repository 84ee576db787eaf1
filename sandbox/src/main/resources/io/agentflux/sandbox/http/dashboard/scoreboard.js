'use strict';
// The ranking in large letters, to be seen from the back of a room.

function scoreboard(state, told) {
  const primary = told.primaryMetric;
  const ranked = [...told.variants].sort((a, b) => (a.standing ? a.standing.rank : Infinity) - (b.standing ? b.standing.rank : Infinity));
  return element('div', {class: 'projected'}, element('h2', {}, typed(state.experiment.name)),
    table(inWords(primary) + ', as of the evening of day ' + told.daysPlayed, ['Rank', 'Variant', inWords(primary), 'Against the control'], ranked.map(variant => {
      const day = latestDay(state, variant.variantId);
      const compared = variant.versusControl[primary];
      return [variant.standing ? String(variant.standing.rank) : '\u2013', typed(variant.variantName), day && day.metrics[primary] ? day.metrics[primary].value : null,
        variant.isControl ? 'control' : compared ? [(compared.difference > 0 ? '+' : '') + figure(compared.difference) + ', ', result(compared)] : null];
    })));
}
