/** Colours of the page for what is drawn and not styled; resolved for the appearance in force. */
type ColourName = 'surface' | 'sunken' | 'line' | 'ink' | 'ink-2' | 'ink-3' | 'accent' | 'good' | 'warn' | 'bad';

/**
 * Reads colours of style.css as `#rrggbb`. Ask again when light turns dark.
 * @param place an element of the page; its appearance counts
 */
export function readColours<Name extends ColourName>(place: HTMLElement, names: readonly Name[]): Record<Name, string> {
  const probe = document.createElement('span');
  probe.hidden = true;
  place.append(probe);
  try {
    return Object.fromEntries(
      names.map((name) => {
        probe.style.color = `var(--color-${name})`;
        return [name, toHex(getComputedStyle(probe).color)];
      }),
    ) as Record<Name, string>;
  } finally {
    probe.remove();
  }
}

/** `rgb(1, 2, 3)` as `#010203`. */
function toHex(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
