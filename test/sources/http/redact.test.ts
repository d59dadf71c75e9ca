import fc from 'fast-check';
import { redactor } from '../../../src/sources/http/redact';

test('whatever a secret is, it is cut out as it is, as part of an address and as part of JSON', () => {
  const secrets = fc.string({ unit: fc.constantFrom(...'aZ09+/=_-. "\\\\&?%{}é'), minLength: 4, maxLength: 40 });
  fc.assert(
    fc.property(secrets, (secret) => {
      const forms = [
        ...[secret, encodeURIComponent(secret), new URLSearchParams({ k: secret }).toString()],
        ...[JSON.stringify({ k: secret }), JSON.stringify({ k: secret }).replaceAll('/', '\\/')],
      ];
      const redacted = redactor([secret]);
      for (const form of forms) {
        const left = redacted(`before ${form} after`);
        expect(left).toContain('[redacted]');
        expect(left).not.toContain(secret);
      }
    }),
  );
});

test('a secret that is part of another leaves nothing of it; without secrets a text stays as it is', () => {
  expect(redactor(['abcd', 'abcdefgh'])('abcdefgh abcd')).toBe('[redacted] [redacted]');
  expect(redactor([])('abcd')).toBe('abcd');
  expect(redactor([''])('abcd')).toBe('abcd');
});
