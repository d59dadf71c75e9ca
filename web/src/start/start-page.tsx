import { useQuery } from '@apollo/client/react';
import { useRef, useState, type FormEvent } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useApi } from '../api/client';
import { messageOf } from '../api/errors';
import { SourcesDocument, type SourcesQuery } from '../generated/graphql';
import { Failure, Loading } from '../ui/blank';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { INTERVAL_NAMES, MODE_NAMES } from '../ui/format';
import { TextInput } from '../ui/text-input';
import uiStyles from '../ui/ui.module.css';
import { draftIn } from './address';
import { EstimateSection } from './estimate-section';
import { inputOf, newDraft, type Draft } from './draft';
import { PeriodFields } from './period-fields';
import { send, type Faults } from './send';
import { SourceNotes } from './source-notes';
import styles from './start.module.css';
import { SymbolFields } from './symbol-fields';
import { useSourceSymbols } from '../api/source-symbols';

const MODES = Object.entries(MODE_NAMES).map(([id, name]) => ({ id, name }));
const HINTS: Readonly<Record<Draft['mode'], string>> = {
  MISSING: 'Bars that are there, from whichever job, are not asked for.',
  REFRESH: 'The source is asked for the whole period; bars that differ are replaced, and what they were is kept.',
  VERIFY: 'What is stored is asked for again and compared. Nothing is changed; the job lists what differs.',
};

/** The form that starts a new collection; the address may fill it in. */
export default function StartPage() {
  const { data, error, refetch } = useQuery(SourcesDocument);
  if (error && !data) return <Failure message={messageOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the sources" />;
  return (
    <>
      <h1>New collection</h1>
      <StartForm sources={data.sources} />
    </>
  );
}

function StartForm({ sources }: Pick<SourcesQuery, 'sources'>) {
  const api = useApi();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const [draft, setDraft] = useState(() => draftIn(search, sources));
  const [faults, setFaults] = useState<Faults>({});
  const [isSending, setSending] = useState(false);
  const summary = useRef<HTMLParagraphElement>(null);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const source = sources.find(({ name }) => name === draft.source) ?? sources[0]!;
  const offered = useSourceSymbols(source.name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    const outcome = await send(api, inputOf(draft));
    setSending(false);
    if ('job' in outcome) return navigate(`/jobs/${outcome.job.id}`);
    setFaults(outcome.faults);
    summary.current?.focus();
  };
  const hasFaults = Object.keys(faults).length > 0;
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <p ref={summary} tabIndex={-1} className={uiStyles.fault} role="alert">
        {hasFaults && (faults.form ?? 'The service did not accept this as it is: see below.')}
      </p>
      <div className={uiStyles.card}>
        <div className={styles.pair}>
          <Choice
            label="Source"
            isLabelled
            options={sources.map(({ name, kind }) => ({ id: name, name: `${name} (${kind.toLowerCase()})` }))}
            value={source.name}
            onChange={(name) => change({ ...newDraft(sources.find((one) => one.name === name)!), ...keptOf(draft) })}
          />
          <Choice
            label="Interval"
            isLabelled
            options={source.intervals.map((interval) => ({ id: interval, name: INTERVAL_NAMES[interval] }))}
            value={draft.interval}
            onChange={(interval) => change({ interval: interval as Draft['interval'] })}
          />
        </div>
        <SourceNotes source={source} />
        {(faults.source ?? faults.interval) && <p className={uiStyles.fault}>{faults.source ?? faults.interval}</p>}
      </div>
      <SymbolFields draft={draft} onChange={change} offered={offered} fault={faults.symbols ?? faults.select} />
      <PeriodFields draft={draft} onChange={change} faults={faults} />
      <div className={`${uiStyles.card} ${styles.pair}`}>
        <Choice
          label="What to ask for"
          isLabelled
          options={MODES}
          value={draft.mode}
          onChange={(mode) => change({ mode: mode as Draft['mode'] })}
          hint={HINTS[draft.mode]}
        />
        <TextInput
          label="Symbols at once"
          type="number"
          min={1}
          max={64}
          value={draft.concurrency}
          onChange={(concurrency) => change({ concurrency })}
          hint="How many the source is asked about at the same time, 1 to 64."
          fault={faults.concurrency}
        />
        <TextInput
          label="Name (optional)"
          value={draft.name}
          onChange={(name) => change({ name })}
          hint="For people to find it by."
          fault={faults.name}
        />
      </div>
      <EstimateSection draft={draft} />
      <div className={uiStyles.actions}>
        <Button type="submit" look="primary" isPending={isSending}>
          Start the collection
        </Button>
      </div>
    </form>
  );
}

/** What stays when another source is chosen. */
function keptOf({ name, mode }: Draft): Pick<Draft, 'name' | 'mode'> {
  return { name, mode };
}
