import { pino, type DestinationStream, type Logger } from 'pino';

/** Fields that are redacted, at the top level of a log line and up to two levels below. */
const SECRET_FIELDS = [
  ...['authorization', 'cookie', '["set-cookie"]', 'token', 'password', 'connectionString', 'connectionParams'],
  ...['body', 'variables'],
];
const SECRETS = SECRET_FIELDS.flatMap((name) => {
  const below = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${below}`, `*.*${below}`];
});

/** Maximum length of the strings of a logged error (message, stack and others): they may repeat client input. */
const MAX_LENGTH = 4_000;

/** Creates the log of the service: JSON lines, by default on stdout. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, redact: SECRETS, serializers: { err: presentError } };
  return destination ? pino(options, destination) : pino(options);
}

/** Serialises the primitive fields of an error. Objects (statement parameters, a job) must not be logged. */
function presentError(error: Error): object {
  const fields = Object.entries(pino.stdSerializers.err(error));
  return Object.fromEntries(
    fields.filter(([, value]) => typeof value !== 'object').map(([name, value]) => [name, shortened(value)]),
  );
}

function shortened(value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
}
