/** What is to be read for a page of a list: at most `most` rows between two places, its first ones or, read backward, its last ones. */
export interface PageWindow<Place> {
  /** One more than the page has: it only tells that there is more. */
  readonly most: number;
  /** The rows are read in the reverse of the list's order. */
  readonly isBackward: boolean;
  readonly after: Place | null;
  readonly before: Place | null;
}
