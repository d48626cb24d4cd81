import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Calls of a partner's end are counted by the minute, each once, by how they came out; what follows from them (how ill, when
 * to probe) is one row of the connector, written by one job.
 */
export class ConnectorHealth1700000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connector_minutes (
        connector_id uuid NOT NULL REFERENCES connectors,
        minute timestamptz NOT NULL,
        answered int NOT NULL DEFAULT 0 CHECK (answered >= 0),
        late int NOT NULL DEFAULT 0 CHECK (late >= 0),
        refused int NOT NULL DEFAULT 0 CHECK (refused >= 0),
        invalid int NOT NULL DEFAULT 0 CHECK (invalid >= 0),
        unreachable int NOT NULL DEFAULT 0 CHECK (unreachable >= 0),
        PRIMARY KEY (connector_id, minute)
      );
      CREATE TABLE connector_health (
        connector_id uuid PRIMARY KEY REFERENCES connectors,
        ill_health double precision NOT NULL DEFAULT 0 CHECK (ill_health BETWEEN 0 AND 1),
        measured_to timestamptz NOT NULL,
        since timestamptz NOT NULL,
        probe_at timestamptz,
        probes_good int NOT NULL DEFAULT 0 CHECK (probes_good >= 0),
        probes_failed int NOT NULL DEFAULT 0 CHECK (probes_failed >= 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE connector_health; DROP TABLE connector_minutes');
  }
}
