import { MigrationInterface, QueryRunner } from 'typeorm';

export class WithFailures1795812168381 implements MigrationInterface {
  name = 'WithFailures1795812168381';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE INDEX "tally_with_failures" ON "job_tally" ("job_id")
            WHERE failed > 0
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."tally_with_failures"
        `);
  }
}
