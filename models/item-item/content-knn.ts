import { contentFeatures } from './content-features.js';
import { itemKnnMatrix } from './item-knn.js';
import { matrixTrainer } from './matrix-trainer.js';
import type { MatrixParams } from './matrix-trainer.js';

export interface ContentKnnParams extends MatrixParams {
  /** What the texts count beside the attributes. */
  readonly text: number;
  readonly attributes: number;
}

/**
 * Items that are about the same: B_ij = cosine of the features of i and j, the square root of `text` and of `attributes`
 * being the lengths of the two blocks. It learns nothing from readers, so it is what any other model of cold items must beat.
 */
export const contentKnn = matrixTrainer<ContentKnnParams>({
  name: 'content-knn',
  defaults: { text: 1, attributes: 0.5, neighbours: 200, halfLifeDays: 14 },
  space: { attributes: { low: 0.02, high: 20, scale: 'log' } },
  async matrix(dataset, params, report) {
    const features = await contentFeatures(dataset.contents, params, (share, message) => report(0.5 * share, message));
    return itemKnnMatrix(features, { ...params, shrink: 0 }, (share, message) => report(0.5 + 0.5 * share, message));
  },
});
