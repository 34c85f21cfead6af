import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { readColours } from '../../parts/colours.ts';
import { onThemeChange } from '../../shell/theme.ts';
import { locale } from '../../words/index.ts';
import type { Series } from './series.ts';

const FONT = "12px 'Figtree Variable', ui-sans-serif, system-ui, sans-serif";
const AXIS_ROOM = 22;
/** Half of the widest label, in pixels. */
const LABEL_HALF = 28;

/** What a plot shows. */
export interface PlotContent {
  readonly series: Series;
  /** Seconds since the epoch: the whole span, also where nothing is known. */
  readonly from: number;
  readonly to: number;
  /** Top of the plot: a limit, or enough for the highest value. */
  readonly top: number;
  /** Values hold until the next one, as a count does. */
  readonly isStepped: boolean;
}

/** A small plot of one series. Draws anew when its place changes its size and when light turns dark. */
export class Plot {
  readonly #host: HTMLElement;
  readonly #onPoint: (index: number | undefined) => void;
  readonly #undo: (() => void)[] = [];
  #content: PlotContent;
  #plot: uPlot | undefined;

  constructor(host: HTMLElement, content: PlotContent, onPoint: (index: number | undefined) => void) {
    this.#host = host;
    this.#content = content;
    this.#onPoint = onPoint;
    this.#draw();
    const resized = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== this.#plot?.width) this.#plot?.setSize({ width, height: this.#host.clientHeight });
    });
    resized.observe(host);
    this.#undo.push(
      () => resized.disconnect(),
      onThemeChange(() => this.#draw()),
    );
  }

  update(content: PlotContent): void {
    const isOther = content.isStepped !== this.#content.isStepped;
    this.#content = content;
    if (isOther || this.#plot === undefined) return this.#draw();
    this.#plot.batch(() => {
      this.#plot?.setData(dataOf(content), false);
      this.#plot?.setScale('x', { min: content.from, max: content.to });
      this.#plot?.setScale('y', { min: 0, max: content.top });
    });
  }

  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#plot?.destroy();
  }

  #draw(): void {
    this.#plot?.destroy();
    const colour = readColours(this.#host, ['line', 'ink-3', 'accent']);
    const { isStepped } = this.#content;
    const paths = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    this.#plot = new uPlot(
      {
        width: Math.max(1, this.#host.clientWidth),
        height: Math.max(1, this.#host.clientHeight),
        padding: [6, 0, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 7 } },
        scales: { x: { time: true, range: () => [this.#content.from, this.#content.to] }, y: { range: () => [0, this.#content.top] } },
        axes: [
          {
            font: FONT,
            stroke: colour['ink-3'],
            grid: { show: false },
            ticks: { show: false },
            size: AXIS_ROOM,
            gap: 4,
            space: 72,
            values: (plot, times) =>
              times.map((time) =>
                isCut(plot, time) ? null : new Date(time * 1_000).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' }),
              ),
          },
          { show: false, grid: { show: true, stroke: colour.line, width: 1 } },
        ],
        series: [
          {},
          {
            stroke: colour.accent,
            width: 1.75,
            fill: `${colour.accent}1f`,
            spanGaps: false,
            // A point between two gaps is no line, and would not be seen.
            points: {
              show: (_, index) => index === 1 && this.#hasLonePoints(),
              size: 4,
              fill: colour.accent,
              filter: () => this.#lonePoints(),
            },
            ...(paths !== undefined && { paths }),
          },
        ],
        hooks: {
          setCursor: [(plot) => this.#onPoint(plot.cursor.idx ?? undefined)],
        },
      },
      dataOf(this.#content),
      this.#host,
    );
    this.#plot.root.setAttribute('aria-hidden', 'true');
  }

  #lonePoints(): number[] {
    const { values } = this.#content.series;
    return values.flatMap((value, index) =>
      value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null ? [index] : [],
    );
  }

  #hasLonePoints(): boolean {
    return this.#lonePoints().length > 0;
  }
}

/** Whether a label at this time would stick out of the plot. */
function isCut(plot: uPlot, time: number): boolean {
  const at = plot.valToPos(time, 'x');
  return at < LABEL_HALF || at > plot.width - LABEL_HALF;
}

function dataOf({ series }: PlotContent): uPlot.AlignedData {
  return [[...series.times], [...series.values]];
}
