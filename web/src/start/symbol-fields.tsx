import { useMemo, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { SearchField } from 'react-aria-components/SearchField';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { TextInput } from '../ui/text-input';
import uiStyles from '../ui/ui.module.css';
import { symbolsIn, type Draft } from './draft';
import type { OfferedSymbols } from '../api/source-symbols';
import styles from './start.module.css';

interface SymbolFieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly offered: OfferedSymbols;
  readonly fault: string | undefined;
}

/** Selects symbols: picked from the source's list, pasted, or by patterns. */
export function SymbolFields({ draft, onChange, offered, fault }: SymbolFieldsProps) {
  return (
    <section className={uiStyles.card} aria-labelledby="symbols">
      <h2 id="symbols">Symbols</h2>
      <Tabs
        selectedKey={draft.symbolsBy}
        onSelectionChange={(key) => onChange({ symbolsBy: key as Draft['symbolsBy'] })}
      >
        <TabList aria-label="Which symbols" className={styles.tabs}>
          <Tab id="pick">Pick</Tab>
          <Tab id="paste">Paste</Tab>
          <Tab id="match">Match</Tab>
        </TabList>
        <TabPanel id="pick" className={styles.panel}>
          <Picker picked={draft.picked} onPick={(picked) => onChange({ picked })} offered={offered} />
        </TabPanel>
        <TabPanel id="paste" className={styles.panel}>
          <Paste text={draft.pasted} onChange={(pasted) => onChange({ pasted })} />
        </TabPanel>
        <TabPanel id="match" className={styles.panel}>
          <TextInput
            label="Patterns, between spaces"
            value={draft.patterns}
            onChange={(patterns) => onChange({ patterns })}
            hint={`* stands for any characters, ? for one; ! before a pattern leaves out what matches it: *USDT !*UPUSDT. Of ${offered.isComplete ? `the ${count(offered.symbols.length)} symbols` : 'the symbols'} that trade at ${draft.source} when the job is started.`}
          />
        </TabPanel>
      </Tabs>
      {offered.error && <p className={uiStyles.fault}>The source's list could not be had: {offered.error}</p>}
      {fault && (
        <p className={uiStyles.fault} role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}

interface PickerProps {
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
  readonly offered: OfferedSymbols;
}

function Picker({ picked, onPick, offered }: PickerProps) {
  const [search, setSearch] = useState('');
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return offered.symbols.filter((symbol) => symbol.toLowerCase().includes(wanted)).map((id) => ({ id }));
  }, [offered.symbols, search]);
  const isShown = new Set(shown.map(({ id }) => id));
  const hidden = [...picked].filter((symbol) => !isShown.has(symbol));
  return (
    <>
      <SearchField className={uiStyles.field} value={search} onChange={setSearch}>
        <Label>Search</Label>
        <Input />
      </SearchField>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 34 }}>
        <ListBox
          aria-label="Symbols of the source"
          className={styles.symbols}
          items={shown}
          selectionMode="multiple"
          selectedKeys={picked}
          onSelectionChange={(keys) =>
            onPick(new Set(keys === 'all' ? [...hidden, ...isShown] : [...hidden, ...[...keys].map(String)]))
          }
          renderEmptyState={() => (
            <p className={uiStyles.hint}>{offered.isComplete ? 'No symbol fits.' : 'Loading…'}</p>
          )}
        >
          {({ id }) => (
            <ListBoxItem id={id} textValue={id} className={`${uiStyles.option} ${styles.symbol}`}>
              {id}
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
      <div className={styles.picked}>
        <span>{count(picked.size)} picked</span>
        <Button onPress={() => onPick(new Set([...picked, ...isShown]))}>Pick all {count(shown.length)} shown</Button>
        <Button onPress={() => onPick(new Set())} isDisabled={!picked.size}>
          Clear
        </Button>
      </div>
    </>
  );
}

function Paste({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { symbols, repeated } = useMemo(() => symbolsIn(text), [text]);
  return (
    <>
      <TextField className={uiStyles.field} value={text} onChange={onChange}>
        <Label>Symbols, between spaces, commas or on lines of their own</Label>
        <TextArea spellCheck={false} />
      </TextField>
      <p className={uiStyles.hint}>
        {count(symbols.length)} symbols{repeated > 0 && `; ${count(repeated)} repeated ones are left out`}
      </p>
    </>
  );
}
