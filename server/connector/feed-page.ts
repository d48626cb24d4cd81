export interface FeedPage {
  /** As JSON Feed has them; nothing of them is checked yet. */
  readonly items: readonly unknown[];
  /** As it stands in the page. */
  readonly next: string | null;
}
