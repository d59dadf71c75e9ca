import type { ApolloCache, TypedDocumentNode } from '@apollo/client';
import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJob, type Job } from '../api/job-cache';
import { newRequestId } from '../api/request-id';
import {
  CancelJobDocument,
  PauseJobDocument,
  ResumeJobDocument,
  RetryFailedDocument,
  type JobAction,
  type RefusalFragment,
} from '../generated/graphql';
import { nameOf } from '../ui/job-progress-bar';

type Answer = ({ __typename: 'CollectionJob' } & Job) | RefusalFragment;
type CommandDocument = TypedDocumentNode<
  { outcome: Answer },
  { input: { id: string; reason?: string | null; requestId?: string | null } }
>;

interface Command {
  readonly document: CommandDocument;
  /** Infinitive for messages. */
  readonly verb: string;
  /** The optimistic result, shown until the service answers; null if there is none. */
  readonly expected: Partial<Job> | null;
}

const COMMANDS: Readonly<Record<JobAction, Command>> = {
  PAUSE: {
    document: PauseJobDocument,
    verb: 'pause',
    expected: { state: 'PAUSED', settled: false, allowedActions: ['RESUME', 'CANCEL'] },
  },
  RESUME: {
    document: ResumeJobDocument,
    verb: 'resume',
    expected: { state: 'RUNNING', settled: false, pausedAt: null, allowedActions: ['PAUSE', 'CANCEL'] },
  },
  CANCEL: {
    document: CancelJobDocument,
    verb: 'cancel',
    expected: { state: 'CANCELLED', settled: false, pausedAt: null, allowedActions: [] },
  },
  RETRY_FAILED: { document: RetryFailedDocument, verb: 'retry', expected: null },
};

/** The result of a command: the job of the answer, or the reason for its refusal in words. */
export type Outcome = { readonly job: Job } | { readonly refusal: string };

/** Sends a command. Its expected effect shows at once; the answer corrects it. */
export async function command({ apollo }: Api, action: JobAction, job: Job, reason: string | null): Promise<Outcome> {
  const { document, verb, expected } = COMMANDS[action];
  const failed = (why: string): Outcome => ({ refusal: `${nameOf(job)}: could not ${verb}. ${why}` });
  try {
    const { data } = await apollo.mutate({
      mutation: document,
      variables: { input: { id: job.id, reason: reason || null, requestId: newRequestId() } },
      // Apollo must not write a stale job into the cache: receiveJob decides.
      fetchPolicy: 'no-cache',
      ...(expected && { optimisticResponse: { outcome: asExpected(job, expected) } }),
      update: (cache, { data: answered }) => receive(cache, answered?.outcome),
    });
    const outcome = data?.outcome;
    if (!outcome) return failed('The service gave no answer.');
    return isJob(outcome) ? { job: outcome } : failed(outcome.message);
  } catch (error) {
    return failed(messageOf(error));
  }
}

function asExpected(job: Job, expected: Partial<Job>): Answer {
  return { ...job, ...expected, __typename: 'CollectionJob', version: job.version + 1 };
}

/** Stores the job of an answer: a refusal may carry the current one. */
function receive(cache: ApolloCache, answer: Answer | undefined): void {
  if (!answer) return;
  if (isJob(answer)) receiveJob(cache, answer);
  else if ('job' in answer && answer.job) receiveJob(cache, answer.job);
}

function isJob(answer: Answer): answer is { __typename: 'CollectionJob' } & Job {
  return answer.__typename === 'CollectionJob';
}
