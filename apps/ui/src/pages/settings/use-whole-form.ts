import { useState } from 'react';

const KEY = 'gse.form.whole';

/** Whether every setting is in sight; an expert chooses it once for this browser. */
export function useWholeForm(): readonly [boolean, (isWhole: boolean) => void] {
  const [isWhole, setWhole] = useState(() => localStorage.getItem(KEY) === 'yes');
  return [
    isWhole,
    (next) => {
      setWhole(next);
      if (next) localStorage.setItem(KEY, 'yes');
      else localStorage.removeItem(KEY);
    },
  ];
}
