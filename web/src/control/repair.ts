import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJob } from '../api/job-cache';
import { StartRequestIds } from '../api/request-id';
import { RepairGapsDocument, type RepairGapsInput } from '../generated/graphql';
import type { Outcome } from './commands';

/** Whose gaps: of a job, of some series, or of all series of a source and an interval. */
export type Repaired = Pick<RepairGapsInput, 'job' | 'series' | 'source' | 'interval'>;

const requestIds = new StartRequestIds();

/** Starts a job that asks the source for the gaps again which it may be able to fill. */
export async function repair({ apollo }: Api, repaired: Repaired): Promise<Outcome> {
  const failed = (why: string): Outcome => ({ refusal: `Could not repair the gaps. ${why}` });
  try {
    const { data } = await apollo.mutate({
      mutation: RepairGapsDocument,
      variables: { input: { ...repaired, requestId: requestIds.for(repaired) } },
      fetchPolicy: 'no-cache',
    });
    if (!data) return failed('The service gave no answer.');
    if (data.outcome.__typename === 'InvalidInputError') return failed(data.outcome.message);
    requestIds.accepted();
    receiveJob(apollo.cache, data.outcome);
    return { job: data.outcome };
  } catch (error) {
    return failed(messageOf(error));
  }
}
