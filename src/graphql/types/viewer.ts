import { Field, ObjectType } from 'type-graphql';
import type { Role } from '../access/principal';
import { RoleEnum } from './enums';

@ObjectType('Viewer', { description: 'Who asks.' })
export class ViewerType {
  @Field(() => String, { description: 'The actor of the events that it causes.' })
  name!: string;

  @Field(() => RoleEnum, { description: 'What it may do.' })
  role!: Uppercase<Role>;
}
