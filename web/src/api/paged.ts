import { useEffect, useMemo } from 'react';
import { Attempts } from './attempts';
import { messageOf } from './errors';
import { Store } from './store';

/** One page of a connection. */
export interface Page<T> {
  readonly nodes: readonly T[];
  readonly totalCount?: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

export const NO_ENTRIES: Page<never> = { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } };

export interface PagedState<T> {
  readonly entries: readonly T[];
  /** The number of entries on all pages, as the last page told it; 0 if none did. */
  readonly total: number;
  readonly hasMore: boolean;
  readonly isLoaded: boolean;
  readonly isLoading: boolean;
  /** Why a page could not be loaded; null if the last load succeeded. */
  readonly error: string | null;
}

/** A list that is read a page at a time, on demand. */
export class Paged<T> extends Store<PagedState<T>> {
  private after: string | null = null;
  private readonly next = new Attempts(
    () => this.readNext(),
    (error) => this.set({ ...this.get(), isLoaded: true, isLoading: false, error: messageOf(error) }),
  );

  /** @param read reads the page after a cursor */
  constructor(private readonly read: (after: string | null) => Promise<Page<T>>) {
    super({ entries: [], total: 0, hasMore: true, isLoaded: false, isLoading: false, error: null });
  }

  /** @returns a function that closes it */
  open(): () => void {
    if (!this.get().isLoaded) this.next.ask();
    return () => this.next.end();
  }

  /** Requests the next page, if any, without waiting for a backoff: for the reader. */
  loadMore(): void {
    if (this.get().hasMore) this.next.askNow();
  }

  private async readNext(): Promise<void> {
    this.set({ ...this.get(), isLoading: true });
    const { nodes, totalCount, pageInfo } = await this.read(this.after);
    this.after = pageInfo.endCursor ?? this.after;
    const { entries, total } = this.get();
    this.set({
      entries: [...entries, ...nodes],
      total: totalCount ?? total,
      hasMore: pageInfo.hasNextPage,
      isLoaded: true,
      isLoading: false,
      error: null,
    });
  }
}

/** @param read must keep its identity while it reads the same list */
export function usePaged<T>(read: (after: string | null) => Promise<Page<T>>): Paged<T> {
  const list = useMemo(() => new Paged(read), [read]);
  useEffect(() => list.open(), [list]);
  return list;
}
