import { Field, ObjectType } from 'type-graphql';
import type { Role } from '../access/principal';
import { RoleEnum } from './enums';

@ObjectType('Viewer', { description: 'The authenticated principal that sends the request.' })
export class ViewerType {
  @Field(() => String, { description: 'Name of the principal, recorded as `actor` of the events it causes.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'Role of the principal.' })
  role!: Uppercase<Role>;
}
