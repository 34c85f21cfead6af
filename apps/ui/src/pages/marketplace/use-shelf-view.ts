import { useEffect, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { isRecord } from '../../form/schema.ts';

/** What somebody looks for. */
interface ShelfView {
  readonly search: string;
  readonly tags: readonly string[];
}

/**
 * What somebody looks for, kept in the address so that it can be linked. The address follows a moment after the typing:
 * it is never read back, or fast typing would lose letters, unless a link or the browser changed it.
 */
export function useShelfView(): readonly [ShelfView, (view: ShelfView) => void] {
  const [params, setParams] = useSearchParams();
  const { state } = useLocation() as { readonly state: unknown };
  const isOwn = isRecord(state) && state['isOwn'] === true;
  const [view, setView] = useState(() => viewOf(params));
  useEffect(() => {
    if (!isOwn) setView(viewOf(params));
  }, [params, isOwn]);
  return [
    view,
    (next) => {
      setView(next);
      const pairs = [...(next.search === '' ? [] : [['search', next.search]]), ...next.tags.map((tag) => ['tag', tag])];
      setParams(new URLSearchParams(pairs), { replace: true, preventScrollReset: true, state: { isOwn: true } });
    },
  ];
}

function viewOf(params: URLSearchParams): ShelfView {
  return { search: params.get('search') ?? '', tags: params.getAll('tag') };
}
