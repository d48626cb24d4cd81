/**
 * Under these names a model run keeps its sealed, packed artefacts (server/platform/model-files.ts): what the feed of its
 * scenario serves. The ads are absent where too little was shown to learn from.
 */
export const modelFileNames = { items: 'items.artefact', ads: 'ads.artefact' } as const;
