import { useEffect, useRef, type RefObject } from 'react';

/** What a reader does who goes on alone. */
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'];

/**
 * Scrolls to an element that the fragment of the address names, once it is there, and keeps it in sight while what stands
 * above it still loads: until the reader does something.
 */
export function useLedTo<T extends HTMLElement>(id: string, isThere: boolean): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (!isThere || window.location.hash !== `#${id}`) return;
    const observer = new ResizeObserver(() => element.current?.scrollIntoView());
    observer.observe(document.body);
    const listening = new AbortController();
    const end = () => {
      observer.disconnect();
      listening.abort();
    };
    for (const act of ACTS) window.addEventListener(act, end, { passive: true, signal: listening.signal });
    return end;
  }, [id, isThere]);
  return element;
}
