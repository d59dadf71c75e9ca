import { useState } from 'react';

/**
 * The text of a field: what is typed, or what is chosen elsewhere (a link, the Back button). The field is not
 * remounted, so typing is not interrupted.
 */
export function useTyped(chosen: string): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(chosen);
  const [known, setKnown] = useState(chosen);
  if (chosen !== known) {
    setKnown(chosen);
    setTyped(chosen);
  }
  return [typed, setTyped];
}
