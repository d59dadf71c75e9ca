import type { z } from 'zod';
import { SourceError } from '../../domain/source-failure';
import type { HttpAnswer } from './http-client';

/** Validates the body of a response. @throws SourceError BAD_RESPONSE, naming the first violation of the schema */
export function readBody<T>(schema: z.ZodType<T>, answer: HttpAnswer): T {
  const read = schema.safeParse(answer.body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
  throw new SourceError('BAD_RESPONSE', `${answer.request}: ${issue?.message ?? 'unexpected body'}${where}`);
}
