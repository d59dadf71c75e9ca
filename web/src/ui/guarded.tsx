import { Component, Suspense, type ReactNode } from 'react';
import { Failure, Loading } from './blank';

interface GuardedProps {
  /** The name of the content, in words. */
  readonly what: string;
  readonly children: ReactNode;
}

/** Wraps a lazily loaded part of the page. If it fails to load or to render, the rest of the page stays. */
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
