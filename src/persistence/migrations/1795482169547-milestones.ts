import { MigrationInterface, QueryRunner } from 'typeorm';

export class Milestones1795482169547 implements MigrationInterface {
  name = 'Milestones1795482169547';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE INDEX "job_event_milestone" ON "job_event" ("job_id", "seq")
            WHERE type <> 'SYMBOLS_DONE'
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."job_event_milestone"
        `);
  }
}
