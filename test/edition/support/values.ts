import fc from 'fast-check';
import type { OrderMapping, OrderValues, Parameter } from '@gse/package-source';

type Rule = Parameter['rule'];

/** Texts of which every pattern of a game takes some. */
const TEXTS = [
  '',
  'a',
  'world',
  'My world 2',
  'de_dust2',
  '12',
  '35245',
  '1.21.8',
  '26.2',
  '2.0.77',
  'public',
  'https://example.org/a',
  '0123456789abcdef0123456789abcdef01234567',
  'license:0123456789abcdef',
  '10.0.0.1',
  'mg_active',
  'en-US',
  'chat',
  '[maps]',
  '30m',
  '§aGreen, "quoted"? \\no',
  'Ümläute & <b>more</b>',
  '{{ .Values.secret }}',
  "it's: yes # no",
  'on',
  'null',
  '007',
  '1e3',
];

/** Values that keep a rule. */
function kept(rule: Rule): fc.Arbitrary<unknown> {
  switch (rule.type) {
    case 'switch':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: rule.least ?? -1000, max: Math.min(rule.most ?? 1000, Number.MAX_SAFE_INTEGER) });
    case 'number':
      return fc
        .double({ min: rule.least ?? -10, max: rule.most ?? 10, noNaN: true })
        .map((value) => Number(value.toPrecision(6)))
        .filter((value) => value >= (rule.least ?? -10) && value <= (rule.most ?? 10));
    case 'choice':
      return fc.constantFrom(...rule.of);
    case 'quantity':
      return fc.constantFrom(
        ...(rule.mayBeEmpty
          ? ['', '20Gi', '1Ti', '30G']
          : rule.least.endsWith('m')
            ? [1, 2, '1500m', '0.5', '12']
            : ['3Gi', '2048Mi', 4_294_967_296, '1.5G']),
      );
    case 'text':
      return fc
        .oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: Math.min(rule.longest ?? 30, 30) }))
        .filter((text) => fits(rule, text));
    case 'list':
      return fc.array(kept(rule.of), { minLength: rule.fewest ?? 0, maxLength: Math.min(rule.most ?? 4, 4) });
    case 'group':
      return fc.record(Object.fromEntries(Object.entries(rule.of).map(([name, field]) => [name, kept(field.rule)])), { requiredKeys: [] });
  }
}

function fits(rule: Extract<Rule, { type: 'text' }>, text: string): boolean {
  const length = Array.from(text).length;
  return (
    length >= (rule.shortest ?? 0) &&
    length <= (rule.longest ?? 4096) &&
    (rule.pattern === undefined || new RegExp(rule.pattern, 'u').test(text))
  );
}

/** What an order cannot do without. */
export function neededValues({ parameters }: OrderMapping): OrderValues {
  return Object.fromEntries(
    parameters.flatMap(({ name, target }): [string, unknown][] => {
      if (target.to === 'licence') return [[name, true]];
      return target.to === 'credential' && target.isNeeded ? [[name, 'a-key-of-somebody']] : [];
    }),
  );
}

/** Orders that can be met: any choice of parameters, each with a value that it may have. */
export function goodOrders(order: OrderMapping): fc.Arbitrary<OrderValues> {
  const needed = neededValues(order);
  return fc
    .record(Object.fromEntries(order.parameters.filter(({ name }) => !(name in needed)).map(({ name, rule }) => [name, kept(rule)])), {
      requiredKeys: [],
    })
    .map((values) => ({ ...values, ...needed }));
}

/** Values that break a rule, each in another way. */
export function badValues(rule: Rule): readonly unknown[] {
  switch (rule.type) {
    case 'switch':
      return ['yes', 1];
    case 'integer':
      return ['many', 1.5, ...(rule.least === undefined ? [] : [rule.least - 1]), ...(rule.most === undefined ? [] : [rule.most + 1])];
    case 'number':
      return ['many', ...(rule.least === undefined ? [] : [rule.least - 0.5]), ...(rule.most === undefined ? [] : [rule.most + 0.5])];
    case 'choice':
      return ['no such thing', 7];
    case 'quantity':
      return ['much', true, '-1', rule.least.endsWith('m') ? '1m' : '1Ki', rule.least.endsWith('m') ? 2000 : '900Ti'];
    case 'text':
      return [
        7,
        ...(rule.longest === undefined ? [] : ['x'.repeat(rule.longest + 1)]),
        ...['\n\u0000"\\', '../..', '!'.repeat(300)].filter((text) => !fits(rule, text)),
      ];
    case 'list':
      return [
        'one',
        [badValues(rule.of)[0]],
        ...(rule.most === undefined ? [] : [Array.from({ length: rule.most + 1 }, () => goodEntry(rule.of))]),
      ];
    case 'group':
      return ['all', { nonsense: 1 }];
  }
}

function goodEntry(rule: Rule): unknown {
  return fc.sample(kept(rule), { numRuns: 1, seed: 1 })[0];
}
