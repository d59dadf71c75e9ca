import { Link } from 'wouter';
import { BarsView } from './bars-view';
import { Chooser } from './chooser';
import { Inventory } from '../inventory/inventory';
import { useWanted } from './wanted';

/** What is stored: the inventory, or the bars of the symbol in the address. */
export default function DataPage() {
  const { wanted, choose } = useWanted();
  return (
    <>
      <h1>Data</h1>
      {wanted.symbol ? (
        <>
          <p>
            <Link href="/data">All series</Link>
          </p>
          <Chooser wanted={wanted} onChoose={choose} />
          <BarsView wanted={wanted} />
        </>
      ) : (
        <Inventory />
      )}
    </>
  );
}
