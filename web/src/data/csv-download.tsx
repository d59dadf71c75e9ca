import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { Button } from '../ui/button';
import { periodOf, type BarsWanted } from './bar-series';

/**
 * All bars as a file. A form, so that the browser writes what streams in straight to the disk; the credential goes in
 * its body, where no address and no log shows it.
 */
export function CsvDownload({ wanted }: { readonly wanted: BarsWanted }) {
  const { session, url } = useApi();
  const { token } = useStore(session);
  const { from, to } = periodOf(wanted);
  const { source, symbol, interval } = wanted;
  const fields = { source, symbol, interval, from, to, token };
  return (
    <form method="post" action={`${url}/bars.csv`}>
      {Object.entries(fields).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Button type="submit">Download CSV</Button>
    </form>
  );
}
