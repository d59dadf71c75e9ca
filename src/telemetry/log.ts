import { pino, type DestinationStream, type Logger } from 'pino';

/** What never belongs into a log, wherever it turns up. */
const SECRET_FIELDS = [
  ...['authorization', 'cookie', '["set-cookie"]', 'token', 'password', 'connectionString', 'connectionParams'],
  ...['body', 'variables'],
];
const SECRETS = SECRET_FIELDS.flatMap((name) => {
  const below = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${below}`, `*.*${below}`];
});

/** Of an error's message, stack and words: they may repeat what a client sent. */
const MAX_LENGTH = 4_000;

/** The log of the service: JSON lines, by default on stdout. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, redact: SECRETS, serializers: { err: presentError } };
  return destination ? pino(options, destination) : pino(options);
}

/** With its words and numbers; what else it carries (the parameters of a statement, a job) is not for the log. */
function presentError(error: Error): object {
  const fields = Object.entries(pino.stdSerializers.err(error));
  return Object.fromEntries(
    fields.filter(([, value]) => typeof value !== 'object').map(([name, value]) => [name, shortened(value)]),
  );
}

function shortened(value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
}
