import { ZodError, type z } from 'zod';
import { SourceError } from '../../domain/source-failure';
import type { HttpAnswer } from './http-client';

/** Validates the body of a response. @throws SourceError BAD_RESPONSE, naming the first violation of the schema */
export function readBody<T>(schema: z.ZodType<T>, answer: HttpAnswer): T {
  return understood(answer, (body) => schema.parse(body));
}

/** Reads the body of a response. @throws SourceError BAD_RESPONSE for a ZodError, naming the first violation */
export function understood<T>(answer: HttpAnswer, read: (body: unknown) => T): T {
  try {
    return read(answer.body);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const issue = error.issues[0];
    const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
    throw new SourceError('BAD_RESPONSE', `${answer.request}: ${issue?.message ?? 'unexpected body'}${where}`);
  }
}
