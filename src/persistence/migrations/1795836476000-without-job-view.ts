import { MigrationInterface, QueryRunner } from 'typeorm';
import { createJobView } from './1795640237563-shares';

export class WithoutJobView1795836476000 implements MigrationInterface {
  name = 'WithoutJobView1795836476000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP VIEW "job_view"
        `);
    await queryRunner.query(`
            DELETE FROM "typeorm_metadata"
            WHERE "type" = 'VIEW'
                AND "name" = 'job_view'
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await createJobView(queryRunner);
  }
}
