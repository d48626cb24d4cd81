import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a negotiation says besides its text: why an offer is made and how long it stands, remarks on clauses, who of the platform
 * committed to a text and who approved it, and several signatories of a side. A notice remembers who gave it, for its fee.
 */
const talks = `
  ALTER TABLE contract_signatures ADD COLUMN place int CHECK (place BETWEEN 1 AND 10);
  ALTER TABLE contract_signatures DROP CONSTRAINT contract_signatures_contract_version_id_party_key;
  CREATE UNIQUE INDEX contract_signatures_place_idx ON contract_signatures (contract_version_id, coalesce(place, CASE party WHEN 'platform' THEN 0 ELSE -1 END));
  CREATE UNIQUE INDEX contract_signatures_person_idx ON contract_signatures (contract_version_id, signer_id);
  ALTER TABLE contract_offers ADD COLUMN rationale text CHECK (length(rationale) BETWEEN 1 AND 2000), ADD COLUMN expires_at timestamptz, ADD CHECK (expires_at > offered_at);
  ALTER TABLE contract_versions ADD COLUMN offer_expires_at timestamptz, ADD COLUMN committed_by uuid REFERENCES accounts, ADD COLUMN approved_by uuid REFERENCES accounts, ADD COLUMN approved_at timestamptz,
    ADD COLUMN notice_by text CHECK (notice_by IN ('partner','platform')), ADD COLUMN fee_settled_at timestamptz;
  UPDATE contract_versions SET offer_expires_at = offered_at + interval '720 hours' WHERE offered_at IS NOT NULL;
  ALTER TABLE contract_versions ADD CHECK ((offered_at IS NULL) = (offer_expires_at IS NULL)), ADD CHECK ((approved_by IS NULL) = (approved_at IS NULL)), ADD CHECK (approved_by <> committed_by);
  CREATE INDEX contract_versions_fee_idx ON contract_versions (notice_ends_at) WHERE notice_by IS NOT NULL AND fee_settled_at IS NULL;
  CREATE TABLE contract_comments (
    id uuid PRIMARY KEY,
    contract_version_id uuid NOT NULL REFERENCES contract_versions,
    number int NOT NULL CHECK (number > 0),
    party text NOT NULL CHECK (party IN ('partner','platform')),
    author_id uuid NOT NULL REFERENCES accounts,
    clause_key text,
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
    made_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by uuid REFERENCES accounts,
    UNIQUE (contract_version_id, number),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
  );
`;

export class ContractTalks1700000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(talks);
  }

  async down(): Promise<void> {
    throw new Error('Contracts cannot be taken away: restore a backup instead.');
  }
}
