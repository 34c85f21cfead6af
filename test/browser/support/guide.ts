import { readFileSync } from 'node:fs';

/** One thing a guide tells the reader to do, see, or look at in a picture. */
export type GuideStep =
  | { readonly act: 'open'; readonly path: string }
  | { readonly act: 'click'; readonly role: 'button' | 'link' | 'checkbox' | 'radio' | 'menuitem'; readonly name: string }
  | { readonly act: 'fill'; readonly label: string; readonly value: string }
  | { readonly act: 'press'; readonly key: string }
  | { readonly act: 'see'; readonly text: string }
  | { readonly act: 'wait'; readonly text: string }
  | { readonly act: 'picture'; readonly file: string };

const patterns: readonly (readonly [RegExp, (...groups: string[]) => GuideStep])[] = [
  [/^open (\S+)$/, (path) => ({ act: 'open', path })],
  [/^click (button|link|checkbox|radio|menuitem) "(.+)"$/, (role, name) => ({ act: 'click', role: role as 'button', name })],
  [/^fill "(.+)" "(.*)"$/, (label, value) => ({ act: 'fill', label, value })],
  [/^press (\S+)$/, (key) => ({ act: 'press', key })],
  [/^see "(.+)"$/, (text) => ({ act: 'see', text })],
  [/^wait for "(.+)"$/, (text) => ({ act: 'wait', text })],
];

/**
 * The steps of a guide: its pictures, and comments such as `<!-- do: click button "Order" -->` beside the sentences that
 * tell a person the same.
 * @throws with the line of a comment that is no step
 */
export function stepsOf(file: string): GuideStep[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index): GuideStep[] => {
      const picture = /^!\[[^\]]+\]\((pictures\/[a-z0-9-]+\.png)\)$/.exec(line)?.[1];
      if (picture !== undefined) return [{ act: 'picture', file: picture }];
      return [...line.matchAll(/<!-- do: (.+?) -->/g)].map(([, text = '']) => {
        for (const [pattern, step] of patterns) {
          const found = pattern.exec(text);
          if (found !== null) return step(...found.slice(1));
        }
        throw new Error(`${file}:${index + 1}: not a step: ${text}`);
      });
    });
}
