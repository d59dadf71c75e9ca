import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GroupCommit1795459757063 implements MigrationInterface {
  name = 'GroupCommit1795459757063';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."symbol_by_state"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD "steps" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD CONSTRAINT "symbol_steps" CHECK (steps >= 0)
        `);
    await queryRunner.query('ALTER TABLE "job_symbol" SET (fillfactor = 50)');
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "last_event" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            UPDATE "job_lease"
            SET "last_event" = (
                    SELECT max(seq)
                    FROM job_event
                    WHERE job_event.job_id = job_lease.job_id
                )
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "last_event"
        `);
    await queryRunner.query('ALTER TABLE "job_symbol" RESET (fillfactor)');
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP CONSTRAINT "symbol_steps"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP COLUMN "steps"
        `);
    await queryRunner.query(`
            CREATE INDEX "symbol_by_state" ON "job_symbol" ("job_id", "state", "position")
        `);
  }
}
