import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Shares1795640237563 implements MigrationInterface {
  name = 'Shares1795640237563';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `
            DELETE FROM "typeorm_metadata"
            WHERE "type" = $1
                AND "name" = $2
                AND "schema" = $3
        `,
      ['VIEW', 'job_view', 'public'],
    );
    await queryRunner.query(`
            DROP VIEW "job_view"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "lease_counters"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "lease_done_within_total"
        `);
    await queryRunner.query(`
            CREATE TABLE "cluster" (
                "single_row" boolean NOT NULL DEFAULT true,
                "id" uuid NOT NULL,
                CONSTRAINT "cluster_single_row" CHECK (single_row),
                CONSTRAINT "PK_231e61be07d30c264de31f7e512" PRIMARY KEY ("single_row")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "cluster_node" (
                "id" text NOT NULL,
                "role" text NOT NULL,
                "shares" integer NOT NULL,
                "seen_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_5fe575773e1082834b1754e57c8" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_claim" (
                "job_id" uuid NOT NULL,
                "share" integer NOT NULL,
                "range_from" integer NOT NULL,
                "range_to" integer NOT NULL,
                CONSTRAINT "claim_range" CHECK (
                    0 <= range_from
                    AND range_from < range_to
                ),
                CONSTRAINT "PK_65e3f8d34978512bbe9d3c58a17" PRIMARY KEY ("job_id", "share", "range_from")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "job_tally" (
                "job_id" uuid NOT NULL,
                "total" integer NOT NULL,
                "claimed" integer NOT NULL DEFAULT '0',
                "succeeded" integer NOT NULL DEFAULT '0',
                "empty" integer NOT NULL DEFAULT '0',
                "failed" integer NOT NULL DEFAULT '0',
                "rows" bigint NOT NULL DEFAULT '0',
                "stored_at" TIMESTAMP(3) WITH TIME ZONE,
                "last_event" integer NOT NULL DEFAULT '0',
                "last_event_at" TIMESTAMP(3) WITH TIME ZONE,
                "older_sample_ms" bigint NOT NULL DEFAULT '0',
                "older_sample_done" integer NOT NULL DEFAULT '0',
                "newer_sample_ms" bigint NOT NULL DEFAULT '0',
                "newer_sample_done" integer NOT NULL DEFAULT '0',
                CONSTRAINT "tally_counters" CHECK (
                    succeeded >= 0
                    AND empty >= 0
                    AND failed >= 0
                    AND "rows" >= 0
                ),
                CONSTRAINT "tally_claimed_within_total" CHECK (
                    claimed BETWEEN 0 AND total
                ),
                CONSTRAINT "tally_done_within_total" CHECK (succeeded + empty + failed <= total),
                CONSTRAINT "PK_be9d4febbf132e7613878af32b1" PRIMARY KEY ("job_id")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "rate_limit" (
                "key" character varying(255) NOT NULL,
                "points" integer NOT NULL DEFAULT '0',
                "expire" bigint,
                CONSTRAINT "PK_e6c0c0608decdf78e4d4b263397" PRIMARY KEY ("key")
            )
        `);
    // What was counted so far goes on in the tally; a job of one share has claimed its whole list.
    await queryRunner.query('INSERT INTO "cluster" ("id") VALUES (gen_random_uuid())');
    await queryRunner.query(`
            INSERT INTO "job_tally" (
                    job_id, total, claimed, succeeded, empty, failed, "rows", stored_at, last_event, last_event_at,
                    older_sample_ms, older_sample_done, newer_sample_ms, newer_sample_done
                )
            SELECT job_id, total, total, succeeded, empty, failed, "rows", stored_at, last_event,
                (SELECT at FROM job_event WHERE job_event.job_id = job_lease.job_id AND seq = last_event),
                older_sample_ms, older_sample_done, newer_sample_ms, newer_sample_done
            FROM job_lease
        `);
    await queryRunner.query(`
            INSERT INTO "job_claim" (job_id, share, range_from, range_to)
            SELECT job_id, 0, 0, total FROM job_lease
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "total"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "succeeded"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "empty"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "failed"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "rows"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "stored_at"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "older_sample_ms"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "older_sample_done"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "newer_sample_ms"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "newer_sample_done"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "last_event"
        `);
    await queryRunner.query(`
            ALTER TABLE "collection_job"
            ADD "shares" integer NOT NULL DEFAULT '1'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "holder" text
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "finished" boolean NOT NULL DEFAULT false
        `);
    await queryRunner.query(`
            ALTER TABLE "collection_job"
            ADD CONSTRAINT "job_shares" CHECK (
                    shares BETWEEN 1 AND concurrency
                )
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "lease_at_rest_when_finished" CHECK (
                    NOT finished
                    OR holder IS NULL
                )
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "lease_epoch" CHECK (epoch >= 0)
        `);
    await queryRunner.query(`
            ALTER TABLE "job_claim"
            ADD CONSTRAINT "FK_fce0f26da2c12eb2cefee9836eb" FOREIGN KEY ("job_id", "share") REFERENCES "job_lease"("job_id", "share") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await queryRunner.query(`
            ALTER TABLE "job_tally"
            ADD CONSTRAINT "FK_be9d4febbf132e7613878af32b1" FOREIGN KEY ("job_id") REFERENCES "collection_job"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
        `);
    await createJobView(queryRunner);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `
            DELETE FROM "typeorm_metadata"
            WHERE "type" = $1
                AND "name" = $2
                AND "schema" = $3
        `,
      ['VIEW', 'job_view', 'public'],
    );
    await queryRunner.query(`
            DROP VIEW "job_view"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_tally" DROP CONSTRAINT "FK_be9d4febbf132e7613878af32b1"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_claim" DROP CONSTRAINT "FK_fce0f26da2c12eb2cefee9836eb"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "lease_epoch"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP CONSTRAINT "lease_at_rest_when_finished"
        `);
    await queryRunner.query(`
            ALTER TABLE "collection_job" DROP CONSTRAINT "job_shares"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "finished"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease" DROP COLUMN "holder"
        `);
    await queryRunner.query(`
            ALTER TABLE "collection_job" DROP COLUMN "shares"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "last_event" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "newer_sample_done" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "newer_sample_ms" bigint NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "older_sample_done" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "older_sample_ms" bigint NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "stored_at" TIMESTAMP(3) WITH TIME ZONE
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "rows" bigint NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "failed" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "empty" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "succeeded" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD "total" integer
        `);
    await queryRunner.query('DELETE FROM "job_claim"');
    // The job has drained when all its shares have.
    await queryRunner.query(`
            UPDATE "job_lease"
            SET drained = false
            WHERE share = 0
                AND job_id IN (
                    SELECT job_id
                    FROM job_lease
                    WHERE NOT drained
                )
        `);
    await queryRunner.query('DELETE FROM "job_lease" WHERE share > 0');
    await queryRunner.query(`
            UPDATE "job_lease"
            SET total = tally.total, succeeded = tally.succeeded, empty = tally.empty, failed = tally.failed,
                "rows" = tally."rows", stored_at = tally.stored_at, last_event = tally.last_event,
                older_sample_ms = tally.older_sample_ms, older_sample_done = tally.older_sample_done,
                newer_sample_ms = tally.newer_sample_ms, newer_sample_done = tally.newer_sample_done
            FROM job_tally tally
            WHERE tally.job_id = job_lease.job_id
        `);
    await queryRunner.query('ALTER TABLE "job_lease" ALTER COLUMN "total" SET NOT NULL');
    await queryRunner.query(`
            DROP TABLE "rate_limit"
        `);
    await queryRunner.query(`
            DROP TABLE "job_tally"
        `);
    await queryRunner.query(`
            DROP TABLE "job_claim"
        `);
    await queryRunner.query(`
            DROP TABLE "cluster_node"
        `);
    await queryRunner.query(`
            DROP TABLE "cluster"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "lease_done_within_total" CHECK ((((succeeded + empty) + failed) <= total))
        `);
    await queryRunner.query(`
            ALTER TABLE "job_lease"
            ADD CONSTRAINT "lease_counters" CHECK (
                    (
                        (epoch >= 0)
                        AND (succeeded >= 0)
                        AND (empty >= 0)
                        AND (failed >= 0)
                        AND (rows >= 0)
                    )
                )
        `);
    await queryRunner.query(`
            CREATE VIEW "job_view" AS
            SELECT job.id,
                job.name,
                job.state,
                job.version,
                job.source,
                job.interval,
                job.window_from,
                job.window_to,
                job.concurrency,
                job.total,
                job.reason,
                job.created_at,
                job.started_at,
                job.paused_at,
                job.completed_at,
                active.ms AS active_ms,
                share.succeeded,
                share.empty,
                share.failed,
                share."rows",
                share.drained,
                share.symbols_per_second
            FROM collection_job job
                CROSS JOIN LATERAL (
                    SELECT job.active_ms + coalesce(
                            greatest(
                                0,
                                extract(
                                    epoch
                                    FROM clock_timestamp() - job.running_since
                                ) * 1000
                            ),
                            0
                        )::bigint AS ms
                ) active
                CROSS JOIN LATERAL (
                    SELECT sum(lease.succeeded)::integer AS succeeded,
                        sum(lease.empty)::integer AS empty,
                        sum(lease.failed)::integer AS failed,
                        sum(lease."rows")::bigint AS "rows",
                        bool_and(lease.drained) AS drained,
                        sum(
                            CASE
                                WHEN active.ms > lease.older_sample_ms THEN (
                                    lease.succeeded + lease.empty + lease.failed - lease.older_sample_done
                                ) * 1000.0 / (active.ms - lease.older_sample_ms)
                                ELSE 0
                            END
                        )::double precision AS symbols_per_second
                    FROM job_lease lease
                    WHERE lease.job_id = job.id
                ) share
        `);
    await queryRunner.query(
      `
            INSERT INTO "typeorm_metadata"(
                    "database",
                    "schema",
                    "table",
                    "type",
                    "name",
                    "value"
                )
            VALUES (DEFAULT, $1, DEFAULT, $2, $3, $4)
        `,
      [
        'public',
        'VIEW',
        'job_view',
        'SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from, job.window_to,\n           job.concurrency, job.total, job.reason, job.created_at, job.started_at, job.paused_at, job.completed_at,\n           active.ms AS active_ms, share.succeeded, share.empty, share.failed, share."rows", share.drained,\n           share.symbols_per_second\n      FROM collection_job job\n     CROSS JOIN LATERAL (\n       SELECT job.active_ms\n              + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint AS ms\n     ) active\n     CROSS JOIN LATERAL (\n       SELECT sum(lease.succeeded)::integer AS succeeded, sum(lease.empty)::integer AS empty,\n              sum(lease.failed)::integer AS failed, sum(lease."rows")::bigint AS "rows",\n              bool_and(lease.drained) AS drained,\n              sum(CASE WHEN active.ms > lease.older_sample_ms\n                       THEN (lease.succeeded + lease.empty + lease.failed - lease.older_sample_done) * 1000.0\n                            / (active.ms - lease.older_sample_ms)\n                       ELSE 0 END)::double precision AS symbols_per_second\n         FROM job_lease lease\n        WHERE lease.job_id = job.id\n     ) share',
      ],
    );
  }
}

/** Also for a migration that is taken back to here. */
export async function createJobView(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
            CREATE VIEW "job_view" AS
            SELECT job.id,
                job.name,
                job.state,
                job.version,
                job.source,
                job.interval,
                job.window_from,
                job.window_to,
                job.concurrency,
                job.shares,
                job.total,
                job.reason,
                job.created_at,
                job.started_at,
                job.paused_at,
                job.completed_at,
                active.ms AS active_ms,
                tally.succeeded,
                tally.empty,
                tally.failed,
                tally."rows",
                (
                    SELECT bool_and(lease.drained)
                    FROM job_lease lease
                    WHERE lease.job_id = job.id
                ) AS drained,
                CASE
                    WHEN active.ms > tally.older_sample_ms THEN (
                        tally.succeeded + tally.empty + tally.failed - tally.older_sample_done
                    ) * 1000.0 / (active.ms - tally.older_sample_ms)
                    ELSE 0
                END::double precision AS symbols_per_second
            FROM collection_job job
                JOIN job_tally tally ON tally.job_id = job.id
                CROSS JOIN LATERAL (
                    SELECT job.active_ms + coalesce(
                            greatest(
                                0,
                                extract(
                                    epoch
                                    FROM clock_timestamp() - job.running_since
                                ) * 1000
                            ),
                            0
                        )::bigint AS ms
                ) active
        `);
  await queryRunner.query(
    `
            INSERT INTO "typeorm_metadata"(
                    "database",
                    "schema",
                    "table",
                    "type",
                    "name",
                    "value"
                )
            VALUES (DEFAULT, $1, DEFAULT, $2, $3, $4)
        `,
    [
      'public',
      'VIEW',
      'job_view',
      'SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from, job.window_to,\n           job.concurrency, job.shares, job.total, job.reason, job.created_at, job.started_at, job.paused_at,\n           job.completed_at, active.ms AS active_ms, tally.succeeded, tally.empty, tally.failed, tally."rows",\n           (SELECT bool_and(lease.drained) FROM job_lease lease WHERE lease.job_id = job.id) AS drained,\n           CASE WHEN active.ms > tally.older_sample_ms\n                THEN (tally.succeeded + tally.empty + tally.failed - tally.older_sample_done) * 1000.0\n                     / (active.ms - tally.older_sample_ms)\n                ELSE 0 END::double precision AS symbols_per_second\n      FROM collection_job job\n      JOIN job_tally tally ON tally.job_id = job.id\n     CROSS JOIN LATERAL (\n       SELECT job.active_ms\n              + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint AS ms\n     ) active',
    ],
  );
}
