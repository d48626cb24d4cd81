/** One row of a release: whose it is, the values that may single the person out together, and what one would learn of the person. */
export interface ReleasedRow {
  readonly subject: string;
  readonly quasi: readonly unknown[];
  readonly sensitive: readonly unknown[];
}

export interface AnonymityReport {
  readonly rows: number;
  readonly subjects: number;
  /** k-anonymity (Sweeney 2002): the fewest people who share their quasi-identifying values. */
  readonly k: number;
  /** l-diversity (Machanavajjhala et al. 2007): the fewest distinct sensitive tuples of one class. */
  readonly l: number;
  /** t-closeness (Li et al. 2007): the greatest distance, 0 to 1, of a class's sensitive tuples from those of all rows. The ground distance is equal, so it is the total variation. */
  readonly t: number;
  /** Share of people who are alone in one of their classes. */
  readonly uniqueness: number;
}

/** A class is what has equal quasi-identifying values; people count once in each, whatever the number of their rows. */
export function anonymityReport(rows: readonly ReleasedRow[]): AnonymityReport {
  const classes = new Map<string, { subjects: Set<string>; sensitive: Map<string, number>; rows: number }>();
  const overall = new Map<string, number>();
  for (const { subject, quasi, sensitive } of rows) {
    const [key, value] = [JSON.stringify(quasi), JSON.stringify(sensitive)];
    const found = classes.get(key) ?? { subjects: new Set<string>(), sensitive: new Map<string, number>(), rows: 0 };
    classes.set(key, found);
    found.subjects.add(subject);
    found.rows += 1;
    found.sensitive.set(value, (found.sensitive.get(value) ?? 0) + 1);
    overall.set(value, (overall.get(value) ?? 0) + 1);
  }
  const all = [...classes.values()];
  const subjects = new Set(rows.map(({ subject }) => subject));
  const alone = new Set(all.filter((one) => one.subjects.size === 1).flatMap((one) => [...one.subjects]));
  const distance = (one: (typeof all)[number]) => [...overall].reduce((sum, [value, count]) => sum + Math.abs((one.sensitive.get(value) ?? 0) / one.rows - count / rows.length), 0) / 2;
  return {
    rows: rows.length,
    subjects: subjects.size,
    k: all.reduce((least, one) => Math.min(least, one.subjects.size), all.length ? Infinity : 0),
    l: all.reduce((least, one) => Math.min(least, one.sensitive.size), all.length ? Infinity : 0),
    t: all.reduce((most, one) => Math.max(most, distance(one)), 0),
    uniqueness: subjects.size ? alone.size / subjects.size : 0,
  };
}
