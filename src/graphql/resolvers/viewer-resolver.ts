import { Ctx, Query, Resolver } from 'type-graphql';
import type { Role } from '../access/principal';
import type { ApiContext } from '../context';
import { ViewerType } from '../types/viewer';

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, { description: 'The principal identified by the credential of the request.' })
  viewer(@Ctx() { principal: { name, role } }: ApiContext): ViewerType {
    return { name, role: role.toUpperCase() as Uppercase<Role> };
  }
}
