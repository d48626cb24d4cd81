import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A campaign may name the cost-budget clause that pays for it. What it may cost is reserved there when it is launched; what it
 * has cost is posted when it ends.
 */
export class CampaignBudgets1700000000028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE campaigns
        ADD COLUMN budget_contract_id uuid REFERENCES contracts,
        ADD COLUMN budget_clause text,
        ADD CHECK ((budget_contract_id IS NULL) = (budget_clause IS NULL));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE campaigns DROP COLUMN budget_clause, DROP COLUMN budget_contract_id');
  }
}
