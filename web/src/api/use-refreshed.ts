import { useEffect, useState } from 'react';
import { Refresher } from './refresher';

/** No more than once in so many milliseconds. */
const EVERY_MS = 1_000;

/**
 * What `read` gives, read again whenever `version` changes.
 * @param read must stay the same function while it reads the same
 * @returns null until it is known
 */
export function useRefreshed<T>(read: () => Promise<T>, version: number): T | null {
  const [value, setValue] = useState<T | null>(null);
  const [refresher, setRefresher] = useState<Refresher | null>(null);
  useEffect(() => {
    let isOpen = true;
    const opened = new Refresher(async () => {
      const next = await read();
      if (isOpen) setValue(next);
    }, EVERY_MS);
    setRefresher(opened);
    return () => {
      isOpen = false;
      opened.close();
      setValue(null);
    };
  }, [read]);
  useEffect(() => refresher?.changed(), [refresher, version]);
  return value;
}
