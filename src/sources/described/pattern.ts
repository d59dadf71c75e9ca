import { safeRegex } from 'safe-regex2';

/**
 * Returns what is wrong with a regular expression; null if nothing is. Those of a file come from whoever runs the
 * service, are short, and are applied to the first characters of a body. What is left to prevent is a mistake: an
 * expression that takes exponential time.
 */
export function patternFault(text: string): string | null {
  try {
    patternOf(text);
  } catch (error) {
    return (error as Error).message;
  }
  return safeRegex(text) ? null : 'repeats a repetition, or has too many: it could take very long';
}

export function patternOf(text: string): RegExp {
  return new RegExp(text, 'iu');
}
