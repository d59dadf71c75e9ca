import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { BackOff } from './back-off';
import type { Api } from './client';

export interface Followed<TData> {
  /** Called at each begin: the caller must request what happened before. */
  readonly onBegin?: () => void;
  readonly onData: (data: TData) => void;
  /** The subscription has completed: no more data follow. */
  readonly onEnd?: () => void;
  /** The subscription was refused; it is retried after a backoff. */
  readonly onError?: (error: Error) => void;
}

/**
 * Subscribes across reconnections: after each one the subscription begins again with the current variables (a cursor
 * that has moved on requests what was missed).
 * @returns a function that ends it
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
      // The subscription also completes after an error, with a retry pending.
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
    // While a sign-in is required there is no retry: the new credential restarts the subscription.
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
