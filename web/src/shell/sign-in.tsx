import { lazy, Suspense } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';

// Loaded on demand: most users never sign in.
const SignInDialog = lazy(() => import('./sign-in-dialog'));

export function SignIn() {
  const { session } = useApi();
  const { demand } = useStore(session);
  return (
    demand !== null && (
      <Suspense>
        <SignInDialog />
      </Suspense>
    )
  );
}
