import { ContentPublication } from '../../schema/content-publication.js';
import { ContentVersion } from '../../schema/content-version.js';
import type { Database } from '../platform/database.js';
import { rowReader } from '../platform/rows.js';

/** Bounded, because versions carry whole texts. */
const most = 20;

/** Content ids → their newest rows, newest first; one statement for all. */
function latestOf<T extends { contentId: string }>(database: Database, entity: new () => T, order: string) {
  return async (contentIds: readonly string[]): Promise<T[][]> => {
    const { table, columns, instances } = rowReader(database.dataSource, entity);
    const rows = instances(await database.prepared(`content-history.${table}`,
      `SELECT row.* FROM unnest($1::uuid[]) AS wanted (id)
         CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} WHERE content_id = wanted.id ORDER BY ${order} DESC LIMIT ${most}) row`, [contentIds]));
    return contentIds.map((id) => rows.filter(({ contentId }) => contentId === id));
  };
}

export const latestVersions = (database: Database) => latestOf(database, ContentVersion, 'number');
export const latestPublications = (database: Database) => latestOf(database, ContentPublication, 'id');
