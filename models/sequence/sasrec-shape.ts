import { HISTORY_LIMIT } from '../features/interaction-weights.js';

export interface SasrecShape {
  readonly itemCount: number;
  readonly width: number;
  readonly inner: number;
  readonly blocks: number;
  readonly heads: number;
  /** The longest history that is looked at. */
  readonly length: number;
}

export const blockName = (block: number): string => `block${block}`;

/** Every parameter with its shape, in the order in which parameters.bin holds them. */
export function parameterShapes({ itemCount, width, inner, blocks, length }: SasrecShape): Record<string, readonly number[]> {
  const norm = (layer: string) => ({ [`${layer}_weight`]: [width], [`${layer}_bias`]: [width] });
  const dense = (layer: string, k: number, n: number) => ({ [`${layer}_weight`]: [k, n], [`${layer}_bias`]: [n] });
  return Object.assign(
    { items: [itemCount, width], places: [length, width] },
    ...Array.from({ length: blocks }, (_, block) => {
      const layer = blockName(block);
      return {
        ...norm(`${layer}_norm1`), ...Object.assign({}, ...['query', 'key', 'value', 'output'].map((part) => dense(`${layer}_${part}`, width, width))),
        ...norm(`${layer}_norm2`), ...dense(`${layer}_inner`, width, inner), ...dense(`${layer}_outer`, inner, width),
      };
    }),
    norm('last'),
  ) as Record<string, readonly number[]>;
}

/** Multiply-adds of a feed: the places of a history through the blocks, then the scores. */
export function sasrecWork({ itemCount, width, inner, blocks, length }: SasrecShape): number {
  const places = Math.min(length, HISTORY_LIMIT);
  return blocks * (places * (4 * width ** 2 + 2 * width * inner) + places ** 2 * width) + itemCount * width;
}
