import { useId, useRef, useState } from 'react';
import { useApi, type Api } from '../api/client';
import { messageOf } from '../api/errors';
import { useStore } from '../api/store';
import { Button } from '../ui/button';
import { useNotices } from '../ui/notices';
import { periodOf, type BarsWanted } from './bar-series';

/**
 * All bars as a file. A form, so that the browser writes what streams in straight to the disk; the credential goes in
 * its body, where no address and no log shows it. Its target is a frame: a file leaves the frame as it is, and anything
 * else is loaded there instead of over the page.
 */
export function CsvDownload({ wanted }: { readonly wanted: BarsWanted }) {
  const api = useApi();
  const notices = useNotices();
  const frame = useId();
  const isAsked = useRef(false);
  // A new frame after each failure: what it has loaded is no step of the way back.
  const [failures, setFailures] = useState(0);
  const { token } = useStore(api.session);
  const fields = fieldsOf(wanted, token);
  const loaded = async () => {
    // Its first, empty document is no answer.
    if (!isAsked.current) return;
    isAsked.current = false;
    setFailures((known) => known + 1);
    const reason = await reasonFor(api, fields);
    if (reason) notices.warn(`${wanted.symbol}: could not download. ${reason}`);
  };
  return (
    <form method="post" action={addressOf(api)} target={frame} onSubmit={() => (isAsked.current = true)}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">Download CSV</Button>
      <iframe key={failures} name={frame} title="Download" hidden onLoad={() => void loaded()} />
    </form>
  );
}

const addressOf = ({ url }: Api) => `${url}/bars.csv`;

function fieldsOf(wanted: BarsWanted, token: string | null): Record<string, string> {
  const { source, symbol, interval } = wanted;
  const given = Object.entries({ source, symbol, interval, ...periodOf(wanted), token });
  return Object.fromEntries(given.filter((field): field is [string, string] => Boolean(field[1])));
}

/**
 * Why there was no file: what came into the frame cannot be read in every browser, so it is asked for once more.
 * @returns null when somebody has to sign in, which is said elsewhere
 */
async function reasonFor(api: Api, fields: Record<string, string>): Promise<string | null> {
  try {
    const answer = await fetch(addressOf(api), { method: 'POST', body: new URLSearchParams(fields) });
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
