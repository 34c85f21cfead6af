import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from 'react';
import { formatTime } from '../../time/format.ts';
import { overviewWords } from '../../words/overview.ts';
import type { Measure } from './measure.ts';
import type { Plot, PlotContent } from './plot.ts';
import { summarise, type Series } from './series.ts';

const text = overviewWords.history;

/** One figure over time: what it is now, the curve, and the same in a sentence. */
export function Chart({
  title,
  series,
  from,
  to,
  limit,
  measure,
  limitText,
  isStepped = false,
  isWide = false,
}: {
  readonly title: string;
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  /** Top of the plot, where there is a limit. */
  readonly limit?: number | undefined;
  readonly measure: Measure;
  readonly limitText?: string | undefined;
  readonly isStepped?: boolean;
  readonly isWide?: boolean;
}): ReactNode {
  const titleId = useId();
  const [point, setPoint] = useState<number>();
  const summary = summarise(series);
  const time = point === undefined ? undefined : series.times[point];
  const value = point === undefined ? summary?.last : series.values[point];
  return (
    <figure aria-labelledby={titleId} className={`card flex min-w-0 flex-col p-4 sm:p-5 ${isWide ? 'sm:col-span-2' : ''}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 id={titleId} className="font-medium text-ink-2">
          {title}
        </h3>
        <p className="tabular text-right">
          {time === undefined ? null : <span className="mr-2 text-sm text-ink-3">{formatTime(time * 1_000)}</span>}
          <span className="font-semibold">
            {value === undefined || value === null ? (time === undefined ? '' : text.nothingAt) : measure(value)}
          </span>
          {time !== undefined || limitText === undefined || value === undefined ? null : <span className="text-ink-3"> {limitText}</span>}
        </p>
      </div>
      {summary === undefined ? (
        <p className="flex h-32 items-center justify-center text-center text-sm text-balance text-ink-3">{text.nothingYet}</p>
      ) : (
        <>
          <Curve content={{ series, from, to, top: topOf(limit, summary.most), isStepped }} onPoint={setPoint} />
          <figcaption className="mt-2 text-sm text-ink-3">{sentence(summary, measure, sinceOf(series, from))}</figcaption>
        </>
      )}
    </figure>
  );
}

/** A limit far above everything would press the curve flat; then the curve counts. */
function topOf(limit: number | undefined, most: number): number {
  if (limit !== undefined && limit > 0 && most > limit / 20) return Math.max(limit, most);
  return most > 0 ? most * 1.25 : 1;
}

/** When the curve begins, where that is well after the beginning of the span. */
function sinceOf({ times }: Series, from: number): number | undefined {
  const [first, second] = times;
  return first === undefined || first - from <= 2 * ((second ?? first) - first) ? undefined : first;
}

function sentence(
  { least, most, unknownPercent }: NonNullable<ReturnType<typeof summarise>>,
  measure: Measure,
  since: number | undefined,
): string {
  const range = measure(least) === measure(most) ? text.constant(measure(most)) : text.between(measure(least), measure(most));
  const parts = [
    since === undefined ? range : text.since(formatTime(since * 1_000), range),
    ...(unknownPercent === 0 ? [] : [text.gaps(unknownPercent)]),
  ];
  return parts.join(' ');
}

function Curve({ content, onPoint }: { readonly content: PlotContent; readonly onPoint: (index: number | undefined) => void }): ReactNode {
  const hostRef = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<Plot>();
  const latest = useEffectEvent(() => content);
  const point = useEffectEvent(onPoint);
  useEffect(() => {
    let isGone = false;
    let made: Plot | undefined;
    // Without the code of the charts the sentence below still says it.
    void import('./plot.ts').then(
      ({ Plot: Made }) => {
        if (isGone || hostRef.current === null) return;
        made = new Made(hostRef.current, latest(), (index) => point(index));
        setPlot(made);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
      made?.dispose();
    };
  }, []);
  useEffect(() => plot?.update(content), [plot, content]);
  return <div ref={hostRef} className="mt-3 h-32" />;
}
