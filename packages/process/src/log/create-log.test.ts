import { expect, test } from 'vitest';
import { createLog } from './create-log.ts';
import { redact } from './redact.ts';
import { toTextLine } from './text-format.ts';

function setup(options: { level?: 'debug' | 'warn'; format?: 'json' | 'text'; ambient?: () => object } = {}) {
  const written: string[] = [];
  const log = createLog({
    component: 'test',
    level: options.level ?? 'debug',
    format: options.format ?? 'json',
    destination: { write: (line) => void written.push(line) },
    ...(options.ambient && { ambient: options.ambient }),
  });
  return { log, written, last: () => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown> };
}

test('a line has level, time, component, message and fields, and children repeat theirs', () => {
  const { log, last } = setup();
  log.child({ server: 'shop/world', operation: 'update' }).warn({ attempt: 2 }, 'It takes 100 % longer than %s');
  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    component: 'test',
    server: 'shop/world',
    operation: 'update',
    attempt: 2,
    msg: 'It takes 100 % longer than %s',
  });
});

test('lines below the level are not written', () => {
  const { log, written } = setup({ level: 'warn' });
  log.info({}, 'quiet');
  log.child({}).debug({}, 'quiet');
  log.error({}, 'loud');
  expect(written).toHaveLength(1);
});

test('what goes on at the moment is in the line', () => {
  const { log, last } = setup({ ambient: () => ({ trace_id: 'abc' }) });
  log.info({}, 'x');
  expect(last()).toMatchObject({ trace_id: 'abc' });
});

test('lines that are written while something is done say what is done, also in children and after waiting', async () => {
  const { log, last } = setup();
  const child = log.child({ part: 'agents' });
  await log.within({ server: 'shop/world', token: 'x' }, () =>
    log.within({ operation: 'update' }, async () => {
      await Promise.resolve();
      child.info({ attempt: 1 }, 'inside');
    }),
  );
  expect(last()).toMatchObject({ server: 'shop/world', token: '[hidden]', operation: 'update', part: 'agents', attempt: 1 });
  child.info({}, 'outside');
  expect(last()).not.toHaveProperty('server');
});

test('secrets do not get into a line: by name, at any depth, in children, in messages, errors and addresses', () => {
  const { log, written } = setup();
  const secret = 'hunter2hunter2';
  log.child({ agentToken: secret }).error(
    {
      token: secret,
      password: secret,
      headers: { authorization: `Bearer ${secret}`, 'x-api-key': secret, 'Set-Cookie': [secret] },
      deep: { list: [{ clientSecret: secret }], map: new Map([['a', { passwd: secret }]]) },
      url: `https://ann:${secret}@example.org/a?token=${secret}&page=2`,
      parsed: new URL(`https://example.org/?access_token=${secret}`),
      err: Object.assign(new Error(`refused Bearer ${secret}`, { cause: new Error(`GET /?password=${secret}`) }), { code: 'GSE_X' }),
      raw: Buffer.from(secret),
      text: `authorization: Basic ${secret}`,
    },
    `sent Bearer ${secret}`,
  );
  expect(written.join()).not.toContain(secret);
  expect(written.join()).not.toContain(Buffer.from(secret).toString('base64'));
  expect(written.join()).toContain('&page=2');
});

test('names that only speak of secrets are not hidden', () => {
  const fields = { secretName: 'my-world', hasToken: true, tokens: 12, password: undefined, keyboard: 'qwerty', monkey: 'x' };
  expect(redact(fields)).toEqual(fields);
});

test('whatever is logged, a line comes out: circles, depth, breadth, odd values', () => {
  const { log, last } = setup();
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  let deep: object = {};
  for (let level = 0; level < 100; level++) deep = { deep };
  log.info(
    { circle, deep, wide: Array.from({ length: 1000 }, (_, n) => n), big: 1n, when: new Date(NaN), fn() {}, set: new Set([1]) },
    'odd',
  );
  expect(last()).toMatchObject({ circle: { self: '[circular]' }, big: '1', when: 'invalid date', set: [1] });
  expect((last()['wide'] as unknown[]).length).toBe(100);
});

test('text lines cannot be forged by what players send', () => {
  const line = JSON.stringify({
    level: 'info',
    time: '2026-01-01T10:11:12.345Z',
    component: 'x',
    msg: 'said "a\n\u001B[2Jb"',
    name: 'c\nd',
  });
  expect(toTextLine(line, { isColoured: false })).toBe('10:11:12.345 INFO  said "a\\n\\u001b[2Jb"  name="c\\nd"\n');
});
