import { formatQuantity } from '../../form/amount.ts';
import { locale } from '../../words/index.ts';
import { overviewWords } from '../../words/overview.ts';
import { formWords } from '../../words/form.ts';

const text = overviewWords.history;
const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });

/** How a value of a chart is written. */
export type Measure = (value: number) => string;

/** A share of processors, given in thousandths. */
export const cores: Measure = (milli) =>
  milli < 100 ? formWords.size.cores(fine.format(milli / 1_000), false) : formatQuantity(`${Math.round(milli)}m`, 'cores');

/** Memory or room, given in bytes. */
export const bytes: Measure = (value) => {
  if (value >= 2 ** 30) return formatQuantity(Math.round(value), 'gigabytes');
  return value >= 2 ** 20 ? `${rounded.format(value / 2 ** 20)} MB` : `${rounded.format(value / 2 ** 10)} kB`;
};

/** A figure of a game, by the unit the API names. */
export function measureOf(unit: string): Measure {
  switch (unit) {
    case 'bytes':
      return bytes;
    case 'seconds':
      return (value) => (value < 1 ? text.milliseconds(rounded.format(value * 1_000)) : text.seconds(rounded.format(value)));
    case 'ratio':
      return (value) => text.percent(rounded.format(value * 100));
    case '°C':
      return (value) => text.celsius(rounded.format(value));
    default:
      return (value) => rounded.format(value);
  }
}
