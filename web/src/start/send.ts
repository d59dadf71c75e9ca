import { CombinedGraphQLErrors } from '@apollo/client/errors';
import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { receiveJob, type Job } from '../api/job-cache';
import { StartRequestIds } from '../api/request-id';
import { StartCollectionDocument, type StartCollectionInput } from '../generated/graphql';

/** Error messages by input field; `form` for those of no field. */
export type Faults = Readonly<Record<string, string>>;
export type Outcome = { readonly job: Job } | { readonly faults: Faults };

const NO_ANSWER = 'The service gave no answer.';

const requestIds = new StartRequestIds();

/** Starts a collection. */
export async function send({ apollo }: Api, input: StartCollectionInput): Promise<Outcome> {
  try {
    const { data } = await apollo.mutate({
      mutation: StartCollectionDocument,
      variables: { input: { ...input, requestId: requestIds.for(input) } },
      fetchPolicy: 'no-cache',
    });
    if (!data) return { faults: { form: NO_ANSWER } };
    const { outcome } = data;
    if (outcome.__typename === 'InvalidInputError') return { faults: faultAt(outcome, input) };
    requestIds.accepted();
    receiveJob(apollo.cache, outcome);
    return { job: outcome };
  } catch (error) {
    return { faults: faultsOf(error) };
  }
}

function faultAt({ path, message }: { path: string[]; message: string }, input: StartCollectionInput): Faults {
  const [, field = 'form', index] = path;
  const symbol = field === 'symbols' && index !== undefined ? input.symbols?.[Number(index)] : undefined;
  return { [field]: symbol === undefined ? message : `${symbol}: ${message}` };
}

/** GraphQL rejects a value of the wrong type before the use case runs: its message names the field. */
function faultsOf(error: unknown): Faults {
  if (!CombinedGraphQLErrors.is(error)) return { form: messageOf(error) };
  const faults: Record<string, string> = {};
  for (const { message } of error.errors) {
    const [, field = 'form', why = message] = /at "input\.(\w+)[^"]*"; (.*)/s.exec(message) ?? [];
    faults[field] ??= why;
  }
  return faults;
}
