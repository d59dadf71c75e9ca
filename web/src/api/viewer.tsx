import { useQuery } from '@apollo/client/react';
import { createContext, useContext, type ReactNode } from 'react';
import { WhoAmIDocument, type WhoAmIQuery } from '../generated/graphql';

interface ViewerState {
  /** Whom the service takes the reader for; null until it has said so. */
  readonly viewer: WhoAmIQuery['viewer'] | null;
  readonly isUnknowable: boolean;
}

const ViewerContext = createContext<ViewerState>({ viewer: null, isUnknowable: false });

/** Asks once for all who want to know; another credential asks again, with everything else that is shown. */
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
 * Whether the reader may command jobs; null until it is known. The service decides in any case: should it not say who
 * the reader is, nothing is withheld.
 */
export function useMayCommand(): boolean | null {
  const { viewer, isUnknowable } = useContext(ViewerContext);
  if (viewer) return viewer.role !== 'VIEWER';
  return isUnknowable || null;
}
