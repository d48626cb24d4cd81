import type { DataSource, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';

/** How one entity is read by hand-written SQL: the select list, and rows turned into instances of the class. */
export interface RowReader<T extends object> {
  readonly table: string;
  /** `"id", "display_name" AS "displayName", …` without the columns marked `select: false`. */
  readonly columns: string;
  /** The name of the column behind a property. */
  column(property: keyof T & string): string;
  /** Instances, so that interfaces and unions resolve by instanceof; column transformers are applied. */
  instances(rows: readonly object[]): T[];
}

const readers = new WeakMap<EntityMetadata, RowReader<never>>();

/** Plain columns only: an entity with embedded objects is refused. */
export function rowReader<T extends object>(dataSource: DataSource, entity: EntityTarget<T>): RowReader<T> {
  const metadata = dataSource.getMetadata(entity as EntityTarget<ObjectLiteral>);
  const known = readers.get(metadata) as RowReader<T> | undefined;
  if (known) return known;
  if (metadata.embeddeds.length) throw new Error(`${metadata.name} has embedded columns: read it through TypeORM`);
  const columns = metadata.columns.filter((column) => column.isSelect && !column.isVirtual);
  const transformed = columns.flatMap(({ propertyName, transformer }) => (
    [transformer ?? []].flat().reverse().map(({ from }) => ({ propertyName, from }))));
  const reader: RowReader<T> = {
    table: `"${metadata.tableName}"`,
    columns: columns.map(({ databaseName, propertyName }) => `"${databaseName}" AS "${propertyName}"`).join(', '),
    column: (property) => {
      const found = metadata.columns.find(({ propertyName }) => propertyName === property);
      if (!found) throw new Error(`${metadata.name} has no column ${property}`);
      return `"${found.databaseName}"`;
    },
    instances: (rows) => rows.map((row) => {
      const instance = Object.assign(Object.create((metadata.target as { prototype: object }).prototype) as Record<string, unknown>, row);
      for (const { propertyName, from } of transformed) instance[propertyName] = from(instance[propertyName]);
      return instance as T;
    }),
  };
  readers.set(metadata, reader as RowReader<never>);
  return reader;
}
