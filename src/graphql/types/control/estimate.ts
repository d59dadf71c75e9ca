import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SafeIntScalar } from '../scalars';

@ObjectType('Estimate', {
  simpleResolvers: true,
  description:
    'What a collection would take if it started now and were alone. Failed requests, which are sent again, and bars that close later are not included.',
})
export class EstimateType {
  @Field(() => Int, { description: 'Number of symbols.' })
  symbols!: number;

  @Field(() => SafeIntScalar, {
    description:
      'Requests to the source. Where it is not known whether the source has a bar for every time, two for each page: a page without a bar is asked for twice. Old bars that come from an archive of files take fewer.',
  })
  requests!: number;

  @Field(() => SafeIntScalar, {
    description:
      'Bars to store: one for each opening time of the time windows that the job would ask for. With MISSING those that have no answer yet, with REFRESH all. With VERIFY bars to compare: those that are covered.',
  })
  bars!: number;

  @Field(() => SafeIntScalar, {
    description:
      'Disk space of so many bars with their index, in bytes. It is an average, measured: 141 a bar. With REFRESH, bars that are stored already are included. With VERIFY 0.',
  })
  bytes!: number;

  @Field(() => Float, {
    description:
      'Seconds that the source needs to allow so many requests at its full budget, after the rest that it may have asked for. Other jobs on the source, latency, `concurrency` and `MAX_IN_FLIGHT` prolong it.',
  })
  seconds!: number;

  @Field(() => Float, {
    description:
      'Part of the time windows of all symbols that is covered already, 0 to 1, also where REFRESH would ask again. 0 if they hold no closed bar.',
  })
  coveredFraction!: number;

  @Field(() => Boolean, {
    description:
      'Whether `requests` and `bars` are exact: all bars of the time window are closed, and nothing is left to ask for or the source is known to have every bar. Otherwise they are upper bounds.',
  })
  isExact!: boolean;
}
