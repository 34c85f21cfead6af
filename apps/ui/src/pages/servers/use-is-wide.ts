import { useSyncExternalStore } from 'react';

/** The width from which the list is a table; the same as `md:` in the classes. */
const wide = matchMedia('(min-width: 48rem)');

/** Whether there is room for a table. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      wide.addEventListener('change', listener);
      return () => wide.removeEventListener('change', listener);
    },
    () => wide.matches,
  );
}
