import { formWords } from '../words/form.ts';

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};
const GIB = 2 ** 30;
const figures = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 3, useGrouping: false });

/** How an amount is measured for people. */
export type Measure = 'cores' | 'gigabytes';

/** The number a Kubernetes quantity stands for: cores, or bytes. Not a number for what is no quantity. */
export function parseQuantity(quantity: unknown): number {
  const match = /^([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(String(quantity).trim());
  const factor = FACTORS[match?.[2] ?? ''];
  return match === null || factor === undefined ? Number.NaN : Number(match[1]) * factor;
}

/** An amount as people say it, such as "2 cores" or "5.5 GB". What is no amount is shown as it stands. */
export function formatQuantity(quantity: unknown, measure: Measure): string {
  const amount = parseQuantity(quantity);
  if (Number.isNaN(amount)) return String(quantity);
  if (measure === 'cores') return formWords.size.cores(figures.format(amount), amount === 1);
  return formWords.size.gigabytes(figures.format(amount / GIB));
}

/** The quantity as a plain number to type, without its unit. */
export function amountText(quantity: unknown, measure: Measure): string {
  const amount = parseQuantity(quantity);
  if (Number.isNaN(amount)) return String(quantity ?? '');
  return exact.format(measure === 'cores' ? amount : amount / GIB);
}

/** The quantity that typed text stands for; experts may type one, such as 1500m or 512Mi. Text that is no amount stays as it is. */
export function quantityOf(text: string, measure: Measure): string {
  const typed = text.trim().replace(',', '.');
  if (!/^[0-9]*\.?[0-9]+$/.test(typed)) return typed;
  const amount = Number(typed);
  if (measure === 'cores') return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`;
  return Number.isInteger(amount) ? `${amount}Gi` : `${Math.round(amount * 1024)}Mi`;
}

/** Resources in one line, such as "1 core · 3 GB memory · 10 GB storage". */
export function figuresLine({ cpu, memory, storage }: { readonly cpu: string; readonly memory: string; readonly storage: string }): string {
  return formWords.size.figures(formatQuantity(cpu, 'cores'), formatQuantity(memory, 'gigabytes'), formatQuantity(storage, 'gigabytes'));
}
