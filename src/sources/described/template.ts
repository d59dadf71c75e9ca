/** What a path or a parameter may contain, in braces. */
const PLACEHOLDERS = ['symbol', 'interval', 'from', 'to', 'limit'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

export type Filling = Readonly<Record<Placeholder, string>>;

const BRACES = /\{([^{}]*)\}/g;

/** Returns the names in braces. */
export function namesIn(template: string): string[] {
  return [...template.matchAll(BRACES)].map(([, name]) => name!);
}

/** Returns what is wrong with a template; null if nothing is. */
export function templateFault(template: string): string | null {
  const unknown = namesIn(template).find((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown !== undefined) return `has {${unknown}}; there are ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}`;
  return /[{}]/.test(template.replace(BRACES, '')) ? 'has a brace without its other one' : null;
}

export function filledQuery(query: Readonly<Record<string, string>>, filling: Filling): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, template]) => [name, filled(template, filling)]));
}

/**
 * Fills the template of a path. What is filled in stays within its segment, but for the interval, which is the file's.
 * @returns null if the symbol cannot stand there: it is no text, or leads to another path
 */
export function filledPath(template: string, { interval, ...others }: Filling): string | null {
  try {
    const encoded = Object.entries(others).map(([name, text]) => [name, encodeURIComponent(text)]);
    const path = filled(template, { interval, ...(Object.fromEntries(encoded) as typeof others) });
    return /\/\.{1,2}(\/|$)/.test(path) ? null : path;
  } catch (error) {
    // Half of a surrogate pair.
    if (error instanceof URIError) return null;
    throw error;
  }
}

function filled(template: string, filling: Filling): string {
  return template.replace(BRACES, (_braces, name: Placeholder) => filling[name]);
}
