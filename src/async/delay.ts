/** Waits `ms` milliseconds or until one of the signals aborts. Leaves no timer or listener behind. */
export function delay(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  if (ms <= 0 || signals.some((signal) => signal.aborted)) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, MAX_TIMER_MS));
    for (const signal of signals) signal.addEventListener('abort', end, { once: true });
  });
}

/** Longest delay of setTimeout; beyond it, the timer fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
