import { ZodError } from 'zod';
import type { ErrorRules } from '../exchange/description';
import { expressionOf, type Expression } from './expression';
import { patternOf } from './pattern';
import type { SourceFile } from './file/source-file';

/** Returns what finds a list in a body. It throws a ZodError, as for any other body that is not what it should be. */
export function listFinder(text: string, ...path: string[]): (body: unknown) => readonly unknown[] {
  const expression = expressionOf(text);
  return (body) => {
    const found = applied(expression, body, path);
    if (Array.isArray(found)) return found as readonly unknown[];
    throw unfit(`found ${found === null ? 'nothing' : typeof found}, not a list,`, path);
  };
}

/** Returns what finds something in a body, as text; null if there is nothing, or only something that means no. */
export function textFinder(text: string | undefined): (body: unknown) => string | null {
  if (text === undefined) return () => null;
  const expression = expressionOf(text);
  return (body) => {
    const found = readable(expression, body);
    if (isNothing(found)) return null;
    return typeof found === 'string' ? found : JSON.stringify(found);
  };
}

export function errorRulesOf({ find, rules = [] }: NonNullable<SourceFile['errors']>): ErrorRules {
  return {
    find: textFinder(find),
    rules: rules.map(({ status, match, code, restSeconds }) => ({
      ...{ status, code, when: patternOf(match ?? '') },
      restMs: restSeconds === undefined ? undefined : restSeconds * 1_000,
    })),
  };
}

export function unfit(message: string, path: readonly string[]): ZodError {
  return new ZodError([{ code: 'custom', message, path: [...path], input: undefined }]);
}

function applied(expression: Expression, body: unknown, path: readonly string[]): unknown {
  try {
    return expression(body);
  } catch (error) {
    throw unfit((error as Error).message, path);
  }
}

/** A body that an expression cannot be applied to has nothing of what it looks for. */
function readable(expression: Expression, body: unknown): unknown {
  try {
    return body === undefined ? null : expression(body);
  } catch {
    return null;
  }
}

function isNothing(found: unknown): boolean {
  if (found === null || found === undefined || found === false || found === '') return true;
  return typeof found === 'object' && Object.keys(found).length === 0;
}
