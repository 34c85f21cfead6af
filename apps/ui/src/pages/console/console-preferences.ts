const SIZE_KEY = 'gse-console-size';
const TIMES_KEY = 'gse-console-times';
const SMALLEST = 10;
const LARGEST = 20;

/** Size of the letters: what fits a line of a log on a phone, and what reads well on a desk. */
function fittingSize(): number {
  return matchMedia('(min-width: 40rem)').matches ? 13 : 11;
}

/** Size of the letters the reader chose, or one that fits. */
export function loadFontSize(): number {
  const stored = Number(read(SIZE_KEY) ?? Number.NaN);
  return Number.isInteger(stored) && stored >= SMALLEST && stored <= LARGEST ? stored : fittingSize();
}

/** @returns the size in force, within what can be read */
export function storeFontSize(size: number): number {
  const kept = Math.min(LARGEST, Math.max(SMALLEST, size));
  write(SIZE_KEY, String(kept));
  return kept;
}

/** Whether times stand before lines. */
export function loadShowsTimes(): boolean {
  return read(TIMES_KEY) === 'yes';
}

export function storeShowsTimes(shows: boolean): void {
  write(TIMES_KEY, shows ? 'yes' : 'no');
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}
