import { useSearchParams } from 'wouter';

/** What stands in the address behind the `?`, and the way to change one word of it; an empty one is left out. */
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
