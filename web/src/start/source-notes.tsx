import type { SourcesQuery } from '../generated/graphql';
import { count, localTime } from '../ui/format';
import uiStyles from '../ui/ui.module.css';

type Source = SourcesQuery['sources'][number];

/** What a source says of itself, and what limits or prevents a collection from it. */
export function SourceNotes({ source }: { source: Source }) {
  const { description, isConfigured, reach, budget, restingUntil } = source;
  return (
    <>
      <p className={uiStyles.hint}>
        {description}
        {reach && ` It serves only the newest ${count(reach)} bars of an interval.`}
        {budget && ` Up to ${count(Math.round(budget.requestsPerMinute))} requests a minute, for all jobs together.`}
        {restingUntil && ` It has asked to be left alone until ${localTime(restingUntil)}.`}
      </p>
      {!isConfigured && (
        <p className={uiStyles.fault}>It is not configured: its keys are not set where the service runs.</p>
      )}
    </>
  );
}
