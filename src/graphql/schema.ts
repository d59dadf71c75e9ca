import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type ContainerType, type PubSub } from 'type-graphql';
import { checkRole } from './access/authorization';
import { CollectionJobResolver } from './resolvers/jobs/collection-job-resolver';
import { ControlResolver } from './resolvers/control-resolver';
import { JobEventResolver } from './resolvers/jobs/job-event-resolver';
import { JobHistoryResolver } from './resolvers/jobs/job-history-resolver';
import { JobGapsResolver } from './resolvers/jobs/job-gaps-resolver';
import { JobSymbolsResolver } from './resolvers/jobs/job-symbols-resolver';
import { NodeResolver } from './resolvers/node-resolver';
import { QueryResolver } from './resolvers/query-resolver';
import { SeriesHistoryResolver } from './resolvers/series/series-history-resolver';
import { SeriesResolver } from './resolvers/series/series-resolver';
import { EstimateResolver } from './resolvers/sources/estimate-resolver';
import { SourceResolver } from './resolvers/sources/source-resolver';
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
  EstimateResolver,
  JobEventResolver,
  JobHistoryResolver,
  JobSymbolsResolver,
  JobGapsResolver,
  NodeResolver,
  QueryResolver,
  SeriesResolver,
  SeriesHistoryResolver,
  SourceResolver,
  SubscriptionResolver,
  ViewerResolver,
] as const;

/** type-graphql requires a PubSub. It is unused: every subscription here supplies its own bounded stream. */
const UNUSED_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('subscriptions do not use topics');
  },
};

/**
 * Builds the executable schema.
 * @param instances the resolvers, created by the composition root; without them the schema can only be printed
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
    // The use cases validate input and return the API's own error types.
    validate: false,
    // A test checks the schema; checking here would repeat it at every start.
    skipCheck: true,
  });
  for (const [name, description] of Object.entries(ROOTS)) Object.assign(schema.getType(name)!, { description });
  return schema;
}

/** Descriptions of the root types, which have no decorated class. */
const ROOTS = {
  Query: 'Reads jobs, sources and stored bars.',
  Mutation: 'Commands on jobs. Each returns the resulting job or a typed refusal.',
  Subscription: 'Live updates of jobs, over WebSocket (graphql-transport-ws).',
};

/** Returns the schema as committed in schema.graphql. Sorted, because decorated classes have no stable order. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
}
