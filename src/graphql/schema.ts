import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type ContainerType, type PubSub } from 'type-graphql';
import { checkRole } from './access/authorization';
import { CollectionJobResolver } from './resolvers/collection-job-resolver';
import { ControlResolver } from './resolvers/control-resolver';
import { JobEventResolver } from './resolvers/job-event-resolver';
import { QueryResolver } from './resolvers/query-resolver';
import { SourceResolver } from './resolvers/source-resolver';
import { SubscriptionResolver } from './resolvers/subscription-resolver';
import { ViewerResolver } from './resolvers/viewer-resolver';
import { DateTimeScalar } from './types/scalars';
import {
  InvalidInputErrorType,
  InvalidJobStateErrorType,
  JobNotFoundErrorType,
  VersionConflictErrorType,
} from './types/control/errors';

const RESOLVERS = [
  CollectionJobResolver,
  ControlResolver,
  JobEventResolver,
  QueryResolver,
  SourceResolver,
  SubscriptionResolver,
  ViewerResolver,
] as const;

/** type-graphql wants one to be there; every subscription here brings its own bounded stream instead. */
const UNUSED_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('subscriptions do not use topics');
  },
};

/**
 * The executable schema.
 * @param instances the resolvers, made by the composition root; without them the schema can be printed but not run
 */
export function createSchema(instances: readonly object[] = []): GraphQLSchema {
  const byClass = new Map<unknown, object>(instances.map((instance) => [instance.constructor, instance]));
  const container: ContainerType = { get: (someClass) => byClass.get(someClass) };
  const schema = buildSchemaSync({
    resolvers: RESOLVERS,
    orphanedTypes: [InvalidInputErrorType, InvalidJobStateErrorType, JobNotFoundErrorType, VersionConflictErrorType],
    container,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    pubSub: UNUSED_PUB_SUB,
    authChecker: checkRole,
    // Input is checked by the use cases, which answer in the API's own types.
    validate: false,
    // A test does, once and for all; here it would be done at each start.
    skipCheck: true,
  });
  for (const [name, description] of Object.entries(ROOTS)) Object.assign(schema.getType(name)!, { description });
  return schema;
}

/** The roots have no class of their own to be described at. */
const ROOTS = {
  Query: 'What there is: jobs, sources and the bars that are stored.',
  Mutation: 'Commands to jobs. Each answers with the job as it is then, or with a typed refusal.',
  Subscription: 'What happens to jobs, as it happens. Over WebSocket (graphql-transport-ws).',
};

/** The schema as it is committed. Sorted, because the printing of decorated classes has no order of its own. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
}
