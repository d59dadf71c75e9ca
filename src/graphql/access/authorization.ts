import { GraphQLError } from 'graphql';
import type { AuthCheckerFn } from 'type-graphql';
import type { ApiContext } from '../context';
import { mayAct, type Role } from './principal';

/**
 * Decides about fields that are marked `@Authorized(role)`.
 * @throws GraphQLError FORBIDDEN: it names the role that is missing, and nothing of what the field would have found
 */
export const checkRole: AuthCheckerFn<ApiContext, Role> = ({ context }, needed) => {
  for (const role of needed) if (!mayAct(context.principal, role)) throw forbidden(role);
  return true;
};

function forbidden(requiredRole: Role): GraphQLError {
  const extensions = { code: 'FORBIDDEN', requiredRole };
  return new GraphQLError(`This needs the role ${requiredRole}.`, { extensions });
}
