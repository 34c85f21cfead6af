import { useSyncExternalStore } from 'react';

const KEY = 'gse-theme';
const choices = ['system', 'light', 'dark'] as const;
/** How the pages look: as the system says, or as the reader chose. */
export type Theme = (typeof choices)[number];

const listeners = new Set<() => void>();

/** The appearance in force, kept in the browser. `public/theme.js` applies it before the first paint. */
function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

/** Chooses the appearance. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  for (const listener of listeners) listener();
}

/** The appearance in force, live. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}

/** Calls back when light turns dark or back, for what is drawn and not styled. */
export function onThemeChange(callback: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', callback);
  listeners.add(callback);
  return () => {
    system.removeEventListener('change', callback);
    listeners.delete(callback);
  };
}
