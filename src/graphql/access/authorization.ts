import { GraphQLError } from 'graphql';
import type { AuthCheckerFn } from 'type-graphql';
import type { ApiContext } from '../context';
import { mayAct, type Role } from './principal';

/**
 * Authorizes fields marked `@Authorized(role)`.
 * @throws GraphQLError FORBIDDEN, which names the missing role and reveals nothing of the field's result
 */
export const checkRole: AuthCheckerFn<ApiContext, Role> = ({ context }, needed) => {
  for (const role of needed) if (!mayAct(context.principal, role)) throw forbidden(role);
  return true;
};

function forbidden(requiredRole: Role): GraphQLError {
  const extensions = { code: 'FORBIDDEN', requiredRole };
  return new GraphQLError(`This needs the role ${requiredRole}.`, { extensions });
}
