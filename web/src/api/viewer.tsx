import { useQuery } from '@apollo/client/react';
import { createContext, useContext, type ReactNode } from 'react';
import { WhoAmIDocument, type WhoAmIQuery } from '../generated/graphql';

interface ViewerState {
  /** The identity that the service assigns to the credential; null until it is known. */
  readonly viewer: WhoAmIQuery['viewer'] | null;
  readonly isUnknowable: boolean;
}

const ViewerContext = createContext<ViewerState>({ viewer: null, isUnknowable: false });

/** Loads the viewer once for all consumers. After a sign-in it is refetched with all other active queries. */
export function ViewerProvider({ children }: { readonly children: ReactNode }) {
  const { data, error } = useQuery(WhoAmIDocument);
  return (
    <ViewerContext value={{ viewer: data?.viewer ?? null, isUnknowable: Boolean(error) }}>{children}</ViewerContext>
  );
}

export function useViewer(): ViewerState['viewer'] {
  return useContext(ViewerContext).viewer;
}

/**
 * Whether the viewer may command jobs; null until it is known. If the query fails, nothing is hidden: the service
 * enforces the permission in any case.
 */
export function useMayCommand(): boolean | null {
  const { viewer, isUnknowable } = useContext(ViewerContext);
  if (viewer) return viewer.role !== 'VIEWER';
  return isUnknowable || null;
}
