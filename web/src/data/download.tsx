import { useId, useRef, useState } from 'react';
import { useApi, type Api } from '../api/client';
import { messageOf } from '../api/errors';
import { useStore } from '../api/store';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { useNotices } from '../ui/notices';
import { periodOf, type BarsWanted } from './bar-series';
import styles from './data.module.css';

/** What can be downloaded, by the path of its address. */
const FORMATS = [
  { id: 'bars.csv', name: 'CSV' },
  { id: 'bars.parquet', name: 'Parquet' },
  { id: 'gaps.csv', name: 'gaps as CSV' },
];

/**
 * All bars, or all gaps, as a file. A form lets the browser stream the response to disk, and keeps the credential in the
 * request body, out of addresses and logs. Its target is a frame: a file leaves the frame unchanged, and any other
 * response loads there instead of replacing the page.
 */
export function Download({ wanted }: { readonly wanted: BarsWanted }) {
  const api = useApi();
  const notices = useNotices();
  const frame = useId();
  const [format, setFormat] = useState(FORMATS[0]!);
  const isAsked = useRef(false);
  // A new frame after each failure: its navigation must not become an entry of the history.
  const [failures, setFailures] = useState(0);
  const { token } = useStore(api.session);
  const fields = fieldsOf(wanted, token);
  const address = `${api.url}/${format.id}`;
  const loaded = async () => {
    // The load of the initial, empty document is no response.
    if (!isAsked.current) return;
    isAsked.current = false;
    setFailures((known) => known + 1);
    const reason = await reasonFor(api, address, fields);
    if (reason) notices.warn(`${wanted.symbol}: could not download. ${reason}`);
  };
  return (
    <form
      className={styles.download}
      method="post"
      action={address}
      target={frame}
      aria-label="Download"
      onSubmit={() => (isAsked.current = true)}
    >
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Choice
        label="What to download"
        options={FORMATS}
        value={format.id}
        onChange={(id) => setFormat(FORMATS.find((one) => one.id === id)!)}
      />
      <Button type="submit">Download {format.name}</Button>
      <iframe key={failures} name={frame} title="Download" hidden onLoad={() => void loaded()} />
    </form>
  );
}

function fieldsOf(wanted: BarsWanted, token: string | null): Record<string, string> {
  const { source, symbol, interval } = wanted;
  const given = Object.entries({ source, symbol, interval, ...periodOf(wanted), token });
  return Object.fromEntries(given.filter((field): field is [string, string] => Boolean(field[1])));
}

/**
 * Returns why there was no file. The content of the frame cannot be read in every browser, so the request is sent
 * again.
 * @returns null if a sign-in is required, which the sign-in dialog reports
 */
async function reasonFor(api: Api, address: string, fields: Record<string, string>): Promise<string | null> {
  try {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
    if (answer.ok) {
      await answer.body?.cancel();
      return 'The transfer did not begin. Try again.';
    }
    if (answer.status === 401) return (api.session.refused(), null);
    const { errors } = (await answer.json()) as { errors: readonly { readonly message: string }[] };
    return errors.map(({ message }) => message).join(' ');
  } catch (error) {
    return messageOf(error);
  }
}
