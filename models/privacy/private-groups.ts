import { discreteLaplace, uniformBelow, type RandomBytes } from './discrete-laplace.js';

/** What one person adds to one group; `amount` is a whole number of at least 0. */
export interface Contribution {
  readonly person: string;
  readonly group: string;
  readonly amount: bigint;
}

export interface PrivacyTerms {
  /** ε of the whole release, in millionths. */
  readonly epsilonMicro: bigint;
  /** The chance, at most, with which a group tells that one more person is in it by being there at all. */
  readonly delta: number;
  /** L0: the most groups that one person counts in. */
  readonly groupsOfPerson: number;
  /** L∞: the most that one person adds to a group; null: people are counted, and nothing else is released. */
  readonly mostOfPerson: bigint | null;
  /** A group of fewer people is not released. */
  readonly kMin: number;
}

export interface ReleasedGroup {
  readonly group: string;
  /** Noisy. */
  readonly people: bigint;
  /** Noisy; null where people alone are counted. */
  readonly amount: bigint | null;
}

const MICRO = 1_000_000n;

/** Half of ε chooses groups where amounts are told too; all of it where the count that chooses is the answer. */
const choosingMicro = ({ epsilonMicro, mostOfPerson }: PrivacyTerms) => (mostOfPerson === null ? epsilonMicro : epsilonMicro / 2n);

/**
 * The noisy count at which a group is released. Discrete Laplace noise of scale b has P(X ≥ x) = e^{−x/b}/(1 + e^{−1/b}); a group that one person opens
 * (kMin − 1 → kMin people) must pass with probability 1 − (1 − δ)^{1/L0} at most. Groups below kMin never pass, and the count above kMin − 1 is what is
 * compared: thresholding with a pre-threshold, Desfontaines, Voss, Gipson & Mandayam 2022, "Differentially Private Partition Selection".
 */
export function releaseThreshold(terms: PrivacyTerms): number {
  const scale = terms.groupsOfPerson * Number(MICRO) / Number(choosingMicro(terms));
  const each = -Math.expm1(Math.log1p(-terms.delta) / terms.groupsOfPerson);
  return terms.kMin + Math.max(0, Math.ceil(-scale * (Math.log(each) + Math.log1p(Math.exp(-1 / scale)))));
}

/** Bounded contributions (Wilson et al. 2020, "Differentially Private SQL with Bounded User Contribution"): a person counts in L0 groups, drawn at random, with L∞ in each at most. */
function bounded(contributions: readonly Contribution[], { groupsOfPerson, mostOfPerson }: PrivacyTerms, random: RandomBytes): Map<string, { people: bigint; amount: bigint }> {
  const people = new Map<string, Map<string, bigint>>();
  for (const { person, group, amount } of contributions) {
    if (!people.has(person)) people.set(person, new Map());
    const own = people.get(person)!;
    own.set(group, (own.get(group) ?? 0n) + amount);
  }
  const groups = new Map<string, { people: bigint; amount: bigint }>();
  for (const own of people.values()) {
    const left = [...own];
    for (let taken = 0; taken < groupsOfPerson && left.length; taken++) {
      const [[group, amount]] = left.splice(Number(uniformBelow(BigInt(left.length), random)), 1);
      const sum = groups.get(group) ?? { people: 0n, amount: 0n };
      const clamped = mostOfPerson !== null && amount > mostOfPerson ? mostOfPerson : amount;
      groups.set(group, { people: sum.people + 1n, amount: sum.amount + clamped });
    }
  }
  return groups;
}

/** (ε, δ)-differentially private for one person more or less: everything that the person did counts as one. Groups in the order of their names. */
export function privateGroups(contributions: readonly Contribution[], terms: PrivacyTerms, random: RandomBytes): ReleasedGroup[] {
  const [choosing, threshold, l0] = [choosingMicro(terms), BigInt(releaseThreshold(terms)), BigInt(terms.groupsOfPerson)];
  return [...bounded(contributions, terms, random)].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([group, { people, amount }]) => {
    if (people < BigInt(terms.kMin)) return [];
    const noisy = people + discreteLaplace(l0 * MICRO, choosing, random);
    if (noisy < threshold) return [];
    const told = terms.mostOfPerson === null ? null : amount + discreteLaplace(l0 * terms.mostOfPerson * MICRO, terms.epsilonMicro - choosing, random);
    return [{ group, people: noisy, amount: told }];
  });
}
