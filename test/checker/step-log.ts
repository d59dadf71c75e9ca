/** Runs a query. */
export type Sql = <T extends object>(query: string, values?: unknown[]) => Promise<T[]>;

/**
 * Makes the database record what its final rows do not show: each step of a symbol with the lease current then and the
 * connection that stored it (by the client port at the server), the beginning of each transition's commit, and each
 * heartbeat of a node.
 * The records are rows of the same transactions, so rolled-back work is absent. Call on the schema of the service
 * before the service does any work.
 */
export async function installStepLog(sql: Sql): Promise<void> {
  await sql(STEP_LOG);
}

const STEP_LOG = `
CREATE SCHEMA IF NOT EXISTS checker;

CREATE TABLE IF NOT EXISTS checker.step (
  id bigserial PRIMARY KEY, job_id uuid, position integer, number integer, "rows" bigint, state text, page_cursor timestamptz,
  at timestamptz, last_event integer, shard integer, run_id uuid, holder text, port integer
);
CREATE TABLE IF NOT EXISTS checker.commit (job_id uuid, seq integer, at timestamptz, PRIMARY KEY (job_id, seq));

-- A step that no claim covers is recorded too: whoever stores it has no lease for it.
-- Once for a whole group, as commands wait meanwhile; and after the statement, so that the progress's last event is its own.
CREATE OR REPLACE FUNCTION checker.note_steps() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO checker.step (job_id, position, number, "rows", state, page_cursor, at, last_event, shard, run_id, holder, port)
  SELECT step.job_id, step.position, step.steps, step."rows", step.state, step.page_cursor, clock_timestamp(),
         progress.last_event, coalesce(claim.shard, -1), lease.run_id, lease.holder, inet_client_port()
    FROM stored step
    JOIN public.job_progress progress ON progress.job_id = step.job_id
    LEFT JOIN public.job_claim claim
      ON claim.job_id = step.job_id AND step.position >= claim.range_from AND step.position < claim.range_to
    LEFT JOIN public.job_lease lease ON lease.job_id = step.job_id AND lease.shard = claim.shard
   WHERE step.steps > 0;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_new_steps AFTER INSERT ON public.job_symbol
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION checker.note_steps();
CREATE OR REPLACE TRIGGER note_steps AFTER UPDATE ON public.job_symbol
  REFERENCING NEW TABLE AS stored FOR EACH STATEMENT EXECUTE FUNCTION checker.note_steps();

CREATE OR REPLACE FUNCTION checker.note_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO checker.commit VALUES (NEW.job_id, NEW.seq, clock_timestamp());
  RETURN NULL;
END $$;

CREATE TABLE IF NOT EXISTS checker.beat (holder text, at timestamptz);

CREATE OR REPLACE FUNCTION checker.note_beat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO checker.beat VALUES (NEW.id, clock_timestamp());
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_beat AFTER INSERT OR UPDATE ON public.cluster_node
  FOR EACH ROW EXECUTE FUNCTION checker.note_beat();

DO $$ BEGIN
  CREATE CONSTRAINT TRIGGER note_commit AFTER INSERT ON public.job_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.type <> 'SYMBOLS_DONE') EXECUTE FUNCTION checker.note_commit();
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
`;
