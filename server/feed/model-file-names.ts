/**
 * Under these names a model run keeps its sealed, packed artefacts (server/platform/model-files.ts): what the feed of its
 * scenario serves. The ads are absent where too little was shown to learn from;
 * where their model learns online its state stands beside it, and the artefact that served before the last one.
 */
export const modelFileNames = { items: 'items.artefact', ads: 'ads.artefact', adLearner: 'ads.online', adsBefore: 'ads.before' } as const;
