/** Series by their name with labels, a value for each minute; undefined where a scrape has none. */
export type Timeline = ReadonlyMap<string, readonly (number | undefined)[]>;

/** What was scraped in a minute: text as a program answers it, and the labels that the scrape adds. */
export interface Scrape {
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The series of many scrapes, one round each minute. Labels that a program writes itself stay as they are. */
export function timeline(minutes: number, scrape: (minute: number) => readonly Scrape[]): Timeline {
  const series = new Map<string, (number | undefined)[]>();
  for (let minute = 0; minute < minutes; minute++) {
    for (const { text, labels } of scrape(minute)) {
      for (const sample of samplesOf(text)) {
        const all = { ...labels, ...sample.labels };
        const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
        const key = `${sample.name}{${written.toSorted().join(',')}}`;
        const values = series.get(key) ?? Array.from<number | undefined>({ length: minutes });
        values[minute] = sample.value;
        series.set(key, values);
      }
    }
  }
  return series;
}

/** The timeline without every series of this name. */
export function without(name: string, series: Timeline): Timeline {
  return new Map([...series].filter(([key]) => !key.startsWith(`${name}{`)));
}

/** Names of the series in a timeline. */
export function namesIn(series: Timeline): readonly string[] {
  return [...new Set([...series.keys()].map((key) => key.slice(0, key.indexOf('{'))))];
}

/** One line of the text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads the text format, as far as our own programs write it. */
export function samplesOf(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (match === null) return [];
    const [, name = '', labels = '', value = ''] = match;
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', content = '']) => [label, content] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}
