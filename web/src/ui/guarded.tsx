import { Component, Suspense, type ReactNode } from 'react';
import { Failure, Loading } from './blank';

interface GuardedProps {
  /** What is inside, in words. */
  readonly what: string;
  readonly children: ReactNode;
}

/** A part of the page that is loaded when it is needed. Should it not come, or break, the rest stays. */
export class Guarded extends Component<GuardedProps, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    const { what, children } = this.props;
    if (this.state.isBroken) {
      return <Failure message={`Could not show ${what}.`} onRetry={() => window.location.reload()} />;
    }
    return <Suspense fallback={<Loading what={what} />}>{children}</Suspense>;
  }
}
