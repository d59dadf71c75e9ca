import { useQuery } from '@apollo/client/react';
import type { FormEvent } from 'react';
import { useSourceSymbols } from '../api/source-symbols';
import { SourcesDocument } from '../generated/graphql';
import { Choice } from '../ui/choice';
import { INTERVAL_NAMES } from '../ui/format';
import { TextInput } from '../ui/text-input';
import uiStyles from '../ui/ui.module.css';
import { useTyped } from '../ui/use-typed';
import type { BarsWanted } from './bar-series';
import styles from './data.module.css';

interface ChooserProps {
  readonly wanted: BarsWanted;
  readonly onChoose: (key: keyof BarsWanted, value: string) => void;
}

/** Selects the bars to show. */
export function Chooser({ wanted, onChoose }: ChooserProps) {
  const { data } = useQuery(SourcesDocument);
  const sources = data?.sources.map(({ name }) => ({ id: name, name })) ?? [];
  const intervals = Object.entries(INTERVAL_NAMES).map(([id, name]) => ({ id, name }));
  return (
    <div className={`${uiStyles.card} ${styles.chooser}`}>
      <Choice
        label="Source"
        isLabelled
        options={sources}
        value={wanted.source}
        onChange={(value) => onChoose('source', value)}
      />
      <SymbolChooser source={wanted.source} symbol={wanted.symbol} onChoose={(symbol) => onChoose('symbol', symbol)} />
      <Choice
        label="Interval"
        isLabelled
        options={intervals}
        value={wanted.interval}
        onChange={(value) => onChoose('interval', value)}
      />
      <TextInput label="From (UTC)" type="date" value={wanted.from} onChange={(value) => onChoose('from', value)} />
      <TextInput label="Until (UTC)" type="date" value={wanted.to} onChange={(value) => onChoose('to', value)} />
    </div>
  );
}

interface SymbolChooserProps {
  readonly source: string;
  readonly symbol: string;
  readonly onChoose: (symbol: string) => void;
}

/** Accepts a symbol that the source offers as it is typed, any other with Enter (the source may have dropped it). */
function SymbolChooser({ source, symbol, onChoose }: SymbolChooserProps) {
  const [typed, setTyped] = useTyped(symbol);
  const { symbols } = useSourceSymbols(source);
  const type = (value: string) => {
    setTyped(value);
    if (symbols.includes(value)) onChoose(value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(typed.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput label="Symbol" list="offered-symbols" value={typed} onChange={type} />
      <datalist id="offered-symbols">
        {symbols.map((offered) => (
          <option key={offered} value={offered} />
        ))}
      </datalist>
    </form>
  );
}
