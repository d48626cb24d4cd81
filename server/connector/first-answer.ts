export interface FirstAnswer<Answer> {
  readonly answer: Answer | null;
  /** Who answered; null: nobody of the chain did, and whoever asked answers by himself. */
  readonly by: string | null;
  /** Everybody who was asked, in this order. */
  readonly tried: readonly string[];
}

/**
 * Asks one after another until somebody answers. Substitutes are asked only after the one before them gave no answer that can
 * be used; `ask` keeps its own deadline, so that the wait is bounded by the sum of them.
 */
export async function firstAnswer<End extends { readonly id: string }, Answer>(chain: readonly End[], ask: (end: End, place: number) => Promise<Answer | null>): Promise<FirstAnswer<Answer>> {
  const tried: string[] = [];
  for (const [place, end] of chain.entries()) {
    tried.push(end.id);
    const answer = await ask(end, place);
    if (answer !== null) return { answer, by: end.id, tried };
  }
  return { answer: null, by: null, tried };
}
