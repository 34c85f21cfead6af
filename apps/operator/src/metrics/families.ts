/** Gauges of one text, which is made at once and thrown away: no labels are kept, sorted or compared. */
export class Families {
  readonly #families: { readonly head: string; readonly lines: string[] }[] = [];

  /** Declares a gauge; what it answers writes one series. A value that is not known writes none. */
  gauge(name: string, help: string): (value: number | undefined, labels: string) => void {
    const lines: string[] = [];
    this.#families.push({ head: `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`, lines });
    return (value, labels) => {
      if (value !== undefined && Number.isFinite(value)) lines.push(`${name}{${labels}} ${value}\n`);
    };
  }

  /** Text exposition format 0.0.4. */
  render(): string {
    return this.#families.map(({ head, lines }) => head + lines.join('')).join('');
  }
}

/** One label as the text format has it. */
export function label(name: string, value: string): string {
  return `${name}="${/[\\"\n]/.test(value) ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : value}"`;
}
