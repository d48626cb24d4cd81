import { amount, percent, type ContractWords } from './contract-words.js';

export const en: ContractWords = {
  head: ({ code, number, title, parties }, from, to) => [
    title,
    `Contract ${code}, version ${number}`,
    `Platform: ${parties.platform.name}`,
    `Partner: ${parties.partner.name} (${parties.partner.code})`,
    `In force from ${from} until ${to}.`,
  ],
  party: { platform: 'the platform', partner: 'the partner' },
  period: { total: 'during the whole contract', month: 'each month', quarter: 'each quarter', year: 'each year' },
  base: { gross: 'all that readers paid', net: 'what readers paid after taxes and payment fees', net_of_refunds: 'what readers paid after taxes, payment fees and refunds' },
  method: { mediation: 'mediation', arbitration: 'arbitration', court: 'a court' },
  heading: {
    responsibility: 'Responsibility', right: 'Right', revenue_share: 'Revenue share', cost_budget: 'Cost budget', sla: 'Service level', data_scope: 'Data scope', exclusivity: 'Exclusivity',
    audit_right: 'Audit', termination: 'Termination', renewal: 'Renewal', signing: 'Signatures', dispute: 'Disputes',
  },
  body: {
    responsibility: ({ party, duty, withinDays }) => `Owed by ${en.party[party]}: ${duty}${withinDays === null ? '' : `; within ${withinDays} days of the beginning`}.`,
    right: ({ party, permission }) => `Allowed to ${en.party[party]}: ${permission}.`,
    revenue_share: ({ sharePpm, bands, mode, base, floor, cap, guarantee }) => {
      const higher = bands.map((band) => (mode === 'slab'
        ? `${percent(band.sharePpm)} of the part above ${amount(band.from)} per settlement` : `${percent(band.sharePpm)} of all of it once it reaches ${amount(band.from)} per settlement`));
      const limits = [floor && `at least ${amount(floor)} per settlement`, cap && `at most ${amount(cap)} per settlement`, guarantee && `with ${amount(guarantee)} guaranteed per settlement, advances being recouped from later shares above it`].filter(Boolean);
      return [`The partner receives ${percent(sharePpm)} of ${en.base[base]}`, ...higher, ...limits].join(', ') + '.';
    },
    cost_budget: ({ period, purpose, budget }) => `At most ${amount(budget)} may be spent ${en.period[period]} on “${purpose}”.`,
    sla: ({ metric, windowDays, target, unit, direction, measuredBy, maxVariancePpm, remedy, creditPpm, cureDays }) => [
      `${metric} ${direction === 'at_least' ? 'reaches' : 'stays within'} ${target} ${unit} in each window of ${windowDays} days`,
      ...(measuredBy === null ? [] : [`what counts is the measurement of ${measuredBy}`]),
      ...(maxVariancePpm ? [`counts of both sides that differ by at most ${percent(maxVariancePpm)} are not compared one by one`] : []),
      `when it does not${cureDays ? ` and is not cured within ${cureDays} days` : ''}, ${remedy === 'credit' ? `${percent(creditPpm)} of the fee of that window is credited` : 'what was missed is delivered again'}`,
    ].join('; ') + '.',
    data_scope: ({ dataset, fields, purpose, retentionDays, level, basis, region, kMin, epsilon, epsilonPeriod }) => [
      `Of the data set “${dataset}” only these fields may be used: ${fields.join(', ')}`,
      `only for “${purpose}”`,
      `to be deleted after ${retentionDays} days`,
      { none: 'nothing leaves the platform', counts: `only counts of at least ${kMin} people leave the platform`, pseudonymous: 'records are given under names that only the partner has', record: 'records are given as they are' }[level],
      ...(epsilon ? [`a privacy budget of at most ε = ${epsilon} ${en.period[epsilonPeriod]}`] : []),
      { consent: 'on the ground of consent', contract: 'on the ground of a contract with the person', law: 'on the ground of law' }[basis],
      ...(region === null ? [] : [`processed in ${region} only`]),
    ].join('; ') + '.',
    exclusivity: ({ party, scope, territory }) => `In ${territory}, only with each other: ${scope}. Bound: ${en.party[party]}.`,
    audit_right: ({ party, noticeDays, timesPerYear }) => `The records that settlements follow from may be examined by ${en.party[party]}, at most ${timesPerYear} times a year, announced ${noticeDays} days ahead.`,
    termination: ({ noticeDays, cureDays, fee }) => `Either side may end the contract with ${noticeDays} days of notice${fee ? `, paying ${amount(fee)}` : ''}; a breach that is not cured within ${cureDays} days of being reported lets the other side end it at once.`,
    renewal: ({ atEnd, months }) => ({
      none: 'It ends at its end.', auto: `At its end it goes on for ${months} more months each time, unless notice was given.`,
      by_offer: `Before its end the platform offers ${months} more months; without new signatures it ends.`,
    }[atEnd]),
    signing: ({ ordered, signatories }) => `Signed${ordered ? ' in this order' : ''} by: ${signatories.map(({ party, title }, place) => `${place + 1}. ${title}, for ${en.party[party]}`).join('; ')}.`,
    dispute: ({ talkDays, method, seat, law }) => `Disputes are talked over for ${talkDays} days, then settled by ${en.method[method]} in ${seat} under the law of ${law}.`,
    text: ({ body }) => body,
  },
};
