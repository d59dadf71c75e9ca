import { compile, getRegisteredFunctions, TreeInterpreter } from '@jmespath-community/jmespath';

/** An expression of JMESPath that is compiled. @throws Error if the data have not the types that a function needs */
export type Expression = (data: unknown) => unknown;

type Tree = ReturnType<typeof compile>;
type Data = Parameters<typeof TreeInterpreter.search>[1];

/** Returns what is wrong with an expression, so that it is told at the start, not for each page; null if nothing is. */
export function expressionFault(text: string): string | null {
  try {
    checkFunctions(compile(text));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

export function expressionOf(text: string): Expression {
  const tree = compile(text);
  const steps = stepsOf(tree);
  if (steps !== null) return (data) => reached(data, steps);
  return (data) => TreeInterpreter.search(tree, data as Data);
}

type Step = string | number;

/**
 * Returns the keys and indexes that an expression follows, if that is all it does; otherwise null. Most expressions do
 * no more, and are applied to each value of each row: the interpreter would take ten times as long.
 */
function stepsOf(tree: Tree): readonly Step[] | null {
  if (tree.type === 'Field') return [tree.name];
  if (tree.type === 'Index') return tree.value >= 0 ? [tree.value] : null;
  if (tree.type === 'Identity' || tree.type === 'Current') return [];
  if (tree.type !== 'Subexpression' && tree.type !== 'IndexExpression') return null;
  const [left, right] = [stepsOf(tree.left), stepsOf(tree.right)];
  return left && right && [...left, ...right];
}

function reached(data: unknown, steps: readonly Step[]): unknown {
  let at = data;
  for (const step of steps) {
    if (typeof step === 'number') at = Array.isArray(at) ? (at[step] as unknown) : null;
    else at = isObject(at) && Object.hasOwn(at, step) ? at[step] : null;
  }
  return at ?? null;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** The compiler accepts any name of a function, with any number of arguments. */
function checkFunctions(tree: unknown): void {
  if (Array.isArray(tree)) return tree.forEach(checkFunctions);
  if (!isObject(tree) || tree.type === 'Literal') return;
  if (tree.type === 'Function') checkFunction(String(tree.name), tree.children as readonly Tree[]);
  Object.values(tree).forEach(checkFunctions);
}

function checkFunction(name: string, { length }: readonly Tree[]): void {
  if (!getRegisteredFunctions().includes(name)) throw new Error(`there is no function ${name}`);
  const nothing: Tree = { type: 'Literal', value: null };
  try {
    TreeInterpreter.search({ type: 'Function', name, children: Array.from({ length }, () => nothing) }, null);
  } catch (error) {
    // The number of arguments is checked before what they are.
    if ((error as Error).message.startsWith('Invalid arity')) throw error;
  }
}
