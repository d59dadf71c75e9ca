/** What every resolver knows of the request. */
export interface ApiContext {
  /** Who asks: the actor of the events that the request causes. */
  readonly actor: string;
}

/** Nobody has to say who they are on a developer's machine. */
export const ANONYMOUS: ApiContext = { actor: 'anonymous' };
