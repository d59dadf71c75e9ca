const REDACTED = '[redacted]';

/**
 * Returns what cuts secrets out of a text, in every form in which a server may repeat them: as they are, as part of an
 * address, and as part of a JSON text.
 */
export function redactor(secrets: readonly string[] = []): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf));
  // The longest first: a form may be part of another.
  const sorted = [...forms].sort((a, b) => b.length - a.length);
  return (text) => sorted.reduce((left, form) => left.replaceAll(form, REDACTED), text);
}

function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const parameter = new URLSearchParams({ s: secret }).toString().slice(2);
  return [secret, json, json.replaceAll('/', '\\/'), encodeURIComponent(secret), encodeURI(secret), parameter];
}
