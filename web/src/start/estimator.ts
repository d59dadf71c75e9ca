import { CombinedGraphQLErrors } from '@apollo/client/errors';
import type { Api } from '../api/client';
import { Store } from '../api/store';
import { EstimateDocument, type EstimateQuery, type StartCollectionInput } from '../generated/graphql';

export type Estimate = Extract<EstimateQuery['estimate'], { __typename: 'Estimate' }>;

export interface EstimatorState {
  /** `large`: only the reader asks for it. `failed`: the service cannot tell now. */
  readonly status: 'none' | 'asking' | 'known' | 'large' | 'failed';
  /** Of an earlier form while another one is asked for. */
  readonly estimate: Estimate | null;
  /** The mode that the estimate is of. */
  readonly mode: StartCollectionInput['mode'];
}

/** The form must rest this long before it is sent, in milliseconds. */
const REST_MS = 1_000;
/** An estimate that has not come by then is given up, in milliseconds. */
const LONGEST_MS = 30_000;
/** More symbols than this are only sent when the reader asks: 100,000 are a megabyte, and a fifth of a cost limit. */
const MOST = 2_000;

const NOTHING: EstimatorState = { status: 'none', estimate: null, mode: null };

/**
 * What the collection in the form would take. At most one request is in flight, and it is aborted when the form changes.
 * What the service does not accept, the form says at its fields when it is sent.
 */
export class Estimator extends Store<EstimatorState> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stop: (() => void) | null = null;

  constructor(private readonly api: Api) {
    super(NOTHING);
  }

  /** The form has changed. @param inputOf reads it, once it rests: its list of symbols may be long */
  changed(inputOf: () => StartCollectionInput): void {
    this.close();
    if (this.get().status === 'known') this.set({ ...this.get(), status: 'asking' });
    this.timer = setTimeout(() => this.rested(inputOf()), REST_MS);
  }

  /** The reader asks, however long the list is. */
  ask(input: StartCollectionInput): void {
    this.close();
    this.set({ ...this.get(), status: 'asking' });
    const settle = (state: EstimatorState) => {
      this.close();
      this.set(state);
    };
    const answers = this.api.apollo
      .watchQuery({ query: EstimateDocument, variables: { input }, fetchPolicy: 'no-cache' })
      .subscribe(({ data, dataState, error }) => {
        if (error) settle(stateAfter(error));
        else if (dataState === 'complete') settle(stateOf(data, input));
      });
    // The end of the subscription aborts the request.
    this.stop = () => answers.unsubscribe();
    this.timer = setTimeout(() => settle({ ...NOTHING, status: 'failed' }), LONGEST_MS);
  }

  /** Nothing is waited for any more. */
  close(): void {
    clearTimeout(this.timer);
    this.stop?.();
    this.stop = null;
  }

  private rested(input: StartCollectionInput): void {
    const { symbols, select, from, to } = input;
    const isOpen = symbols ? symbols.length === 0 : !select?.match?.length;
    if (isOpen || from === '' || !to) this.set(NOTHING);
    else if (symbols && symbols.length > MOST) this.set({ ...NOTHING, status: 'large' });
    else this.ask(input);
  }
}

function stateOf({ estimate }: EstimateQuery, { mode }: StartCollectionInput): EstimatorState {
  return estimate.__typename === 'Estimate' ? { status: 'known', estimate, mode } : NOTHING;
}

function stateAfter(error: unknown): EstimatorState {
  const isOfInput =
    CombinedGraphQLErrors.is(error) && error.errors.every(({ extensions }) => extensions?.code === 'BAD_USER_INPUT');
  return isOfInput ? NOTHING : { ...NOTHING, status: 'failed' };
}
