import type { MappingInput } from './mapping.js';

/** Files that follow the platform's own names need no mapping of their own. */
const plainContents = {
  fields: {
    externalId: 'externalId', title: 'title', kind: 'kind', summary: 'summary', body: 'body', language: 'language',
    tags: { column: 'tags', split: ',' }, publishedAt: 'publishedAt',
  },
};
const plainInteractions = {
  fields: { reader: 'reader', content: 'content', kind: 'kind', occurredAt: 'occurredAt', value: 'value', eventId: 'eventId' },
};

export function plainMapping(contents: string[], interactions: string[]): MappingInput {
  return {
    name: 'plain',
    contents: contents.map((file) => ({ file, ...plainContents })),
    interactions: interactions.map((file) => ({ file, ...plainInteractions })),
  };
}

/** Public sets by name: `import <folder> --map <name>`. Those without times get steps that spread a list over weeks. */
export const presets: readonly MappingInput[] = [
  {
    name: 'mooccube',
    description: 'MOOCCube as user_courses.json, ids_texts.json, entity_dict.json: enrolments in Chinese courses',
    dictionaries: { entities: { file: 'entity_dict.json', inverted: true } },
    contents: [{
      file: 'ids_texts.json',
      fields: {
        externalId: 'key',
        title: { column: 'value', firstSentence: true },
        body: 'value',
        kind: { value: 'course' },
        language: { value: 'zh' },
      },
    }],
    interactions: [{
      file: 'user_courses.json',
      fields: { reader: { column: 'key', dictionary: 'entities' }, content: { column: 'value', dictionary: 'entities' } },
      kind: 'enrol',
      times: { base: '2026-09-01T00:00:00Z', stepSeconds: 6 * 3600 },
    }],
  },
  {
    name: 'gowalla',
    description: 'Gowalla as train.txt, a line `reader place place …`: check-ins, places made as they come',
    interactions: [{
      file: 'train.txt',
      format: 'adjacency',
      fields: { reader: { column: 'reader', prefix: 'gowalla-' }, content: { column: 'content', prefix: 'gowalla-' } },
      kind: 'view',
      times: { base: '2026-09-01T00:00:00Z', stepSeconds: 3600 },
    }],
    createContents: true,
  },
];
