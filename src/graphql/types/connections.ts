import { Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { MAX_DIFFERENCES } from '../../domain/series/difference';
import { BarType } from './series/bar';
import { CollectionJobType } from './collection-job';
import { GapType, JobGapType } from './series/gap';
import { JobEventType } from './job-event';
import { JobSymbolType } from './job-symbol';
import { DifferenceType, RevisionType } from './series/revision';
import { SeriesType } from './series/series';
import { SourceSymbolType } from './source';

@ObjectType('PageInfo', {
  simpleResolvers: true,
  description: 'Position of a page in its list, as defined by the Relay cursor specification.',
})
export class PageInfo {
  @Field(() => Boolean, { description: 'True when entries follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'True when entries precede this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge. Null when the page is empty.' })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge: pass it as `after` to read the next page. Null when the page is empty.',
  })
  endCursor!: string | null;
}

interface PageEdge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page as the resolvers return it. `count` runs only when `totalCount` is selected. */
export interface ConnectionPage<T> {
  readonly edges: readonly (PageEdge<T> | Promise<PageEdge<T>>)[];
  readonly pageInfo: PageInfo;
  readonly count: () => Promise<number | null>;
}

const COUNTED = { nullable: false, description: 'Number of entries on all pages together.' };
/** For lists that are not counted without reading all of them. */
const COUNTED_IF_WHOLE = {
  nullable: true,
  description: 'Number of entries on all pages together. Null unless this page has all of them.',
};

const COUNTED_BEYOND = {
  nullable: false,
  description: `Number of differences found. The list has the first ${MAX_DIFFERENCES}.`,
};

function connectionOf<T extends object>(name: string, what: string, NodeClass: ClassType<T>, total = COUNTED) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One entry of a page of ${what}, with its cursor.` })
  class Edge {
    @Field(() => String, { description: 'Cursor of this entry: pass it as `after` to continue after this entry.' })
    cursor!: string;

    @Field(() => NodeClass, { description: 'The entry.' })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${what}, as defined by the Relay cursor specification.` })
  class Connection {
    @Field(() => [Edge], { description: 'The entries of this page.' })
    edges!: (Edge | Promise<Edge>)[];

    /** Without their cursors. The entries of a long page become due in turns, see inTurns. */
    @Field(() => [NodeClass], { description: 'The entries of this page, without their cursors.' })
    nodes(): Promise<T>[] {
      return this.edges.map((edge: PageEdge<T> | Promise<PageEdge<T>>) =>
        Promise.resolve(edge).then(({ node }) => node),
      );
    }

    @Field(() => PageInfo, { description: 'Position of this page in the list.' })
    pageInfo!: PageInfo;

    count!: () => Promise<number | null>;

    @Field(() => Int, total)
    totalCount(): Promise<number | null> {
      return this.count();
    }
  }

  return Connection;
}

export const JobConnection = connectionOf('Job', 'jobs', CollectionJobType);
export const JobSymbolConnection = connectionOf('JobSymbol', 'the symbols of a job', JobSymbolType);
export const JobEventConnection = connectionOf('JobEvent', 'the events of a job', JobEventType);
export const SourceSymbolConnection = connectionOf('SourceSymbol', 'the symbols of a source', SourceSymbolType);
export const BarConnection = connectionOf('Bar', 'bars', BarType);
export const GapConnection = connectionOf('Gap', 'gaps of a series', GapType, COUNTED_IF_WHOLE);
export const JobGapConnection = connectionOf('JobGap', 'gaps of a job', JobGapType, COUNTED_IF_WHOLE);
export const RevisionConnection = connectionOf('Revision', 'revisions of a series', RevisionType);
export const DifferenceConnection = connectionOf('Difference', 'differences of a job', DifferenceType, COUNTED_BEYOND);
export const SeriesConnection = connectionOf('Series', 'series', SeriesType);
