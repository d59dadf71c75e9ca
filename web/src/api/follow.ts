import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { BackOff } from './back-off';
import type { Api } from './client';

export interface Followed<TData> {
  /** Each time it begins: what happened before is for the caller to ask for. */
  readonly onBegin?: () => void;
  readonly onData: (data: TData) => void;
  /** The subscription has completed: there is nothing more to come. */
  readonly onEnd?: () => void;
  /** It was refused, and is tried again after a while. */
  readonly onError?: (error: Error) => void;
}

/**
 * A subscription that outlives its connection: after every break it begins again, with the variables as they are by
 * then (a cursor that has moved on asks for what was missed).
 * @returns what ends it
 */
export function follow<TData, TVariables extends OperationVariables>(
  { apollo, connection, session }: Pick<Api, 'apollo' | 'connection' | 'session'>,
  query: TypedDocumentNode<TData, TVariables>,
  variables: () => TVariables,
  { onBegin, onData, onEnd, onError }: Followed<TData>,
): () => void {
  let running: { unsubscribe(): void } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const backOff = new BackOff();
  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    running?.unsubscribe();
    running = apollo.subscribe<TData>({ query, variables: variables(), fetchPolicy: 'no-cache' }).subscribe({
      next: ({ data, error }) => {
        if (data) received(data);
        else if (error) fail(error);
      },
      error: fail,
      // It also completes after an error, when it is about to be tried again.
      complete: () => {
        if (!timer) onEnd?.();
      },
    });
    onBegin?.();
  };
  const received = (data: TData) => {
    backOff.succeeded();
    onData(data);
  };
  const fail = (error: unknown) => {
    onError?.(error instanceof Error ? error : new Error('The live connection was refused.'));
    clearTimeout(timer);
    timer = setTimeout(begin, backOff.failed(error));
    // With another credential it begins at once, and not before.
    if (session.get().demand) clearTimeout(timer);
  };
  const stop = connection.onceMore(begin);
  begin();
  return () => {
    stop();
    clearTimeout(timer);
    running?.unsubscribe();
  };
}
