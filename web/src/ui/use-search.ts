import { useSearchParams } from 'wouter';

/** Returns a getter and a setter of single query parameters of the address; an empty one is removed. */
export function useSearch(): readonly [(key: string) => string, (key: string, value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const get = (key: string) => search.get(key) ?? '';
  const set = (key: string, value: string) =>
    setSearch(
      (known) => {
        const next = new URLSearchParams(known);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: true },
    );
  return [get, set];
}
