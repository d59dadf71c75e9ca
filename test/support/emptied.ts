import type { DataSource } from 'typeorm';

/** Covers everything that a test may change in a database except rows. Object ids below 16384 belong to PostgreSQL. */
const FINGERPRINT = `
  SELECT md5(string_agg(thing, ',' ORDER BY thing)) AS schema
    FROM (SELECT concat_ws(' ', 'class', oid, relname, relowner, relacl::text) FROM pg_class WHERE oid >= 16384
          UNION ALL
          SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull)
            FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
          UNION ALL SELECT concat_ws(' ', 'constraint', oid, conname) FROM pg_constraint WHERE oid >= 16384
          UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgenabled) FROM pg_trigger WHERE oid >= 16384
          UNION ALL SELECT concat_ws(' ', 'function', oid) FROM pg_proc WHERE oid >= 16384
          UNION ALL SELECT concat_ws(' ', 'schema', oid, nspname) FROM pg_namespace WHERE oid >= 16384
          UNION ALL SELECT concat_ws(' ', 'default', oid, adrelid, adnum) FROM pg_attrdef WHERE oid >= 16384
          UNION ALL SELECT concat_ws(' ', 'setting', setrole, setconfig::text) FROM pg_db_role_setting s
                      JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
         ) AS things (thing)`;

export async function fingerprint(database: DataSource): Promise<string> {
  const [{ schema }] = await database.query<[{ schema: string }]>(FINGERPRINT);
  return schema;
}

/** Keeps the rows inserted by migrations: the migration history and the cluster's name. */
const EMPTY_TABLES = `
  DO $$
  DECLARE
    found boolean;
    name text;
  BEGIN
    FOR name IN SELECT oid::regclass FROM pg_class
                 WHERE relnamespace IN ('public'::regnamespace, 'bullmq'::regnamespace) AND relkind IN ('r', 'p') AND NOT relispartition
                   AND relname NOT IN ('migration', 'cluster')
    LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO found;
      IF found THEN
        EXECUTE format('TRUNCATE %s RESTART IDENTITY CASCADE', name);
      END IF;
    END LOOP;
  END $$`;

const END_OTHERS = `
  SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
   WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> 'sluice test'`;

/** Terminates all sessions of services and deletes all rows. @returns false if more than rows differs from `schema` */
export async function emptied(database: DataSource, schema: string): Promise<boolean> {
  await database.query(END_OTHERS);
  if ((await fingerprint(database)) !== schema) return false;
  await database.query(EMPTY_TABLES);
  return true;
}
