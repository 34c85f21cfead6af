import { expect, it } from 'vitest';
import { ApiFailure } from '../api/failure.ts';
import { fieldProblems, standing } from './refusal.ts';

const failure = new ApiFailure(422, {
  code: 'SettingsInvalid',
  message: 'spec.settings.motd: is too friendly (and 1 more)',
  path: 'spec.settings.motd',
  details: {
    problems: [
      { path: 'spec.settings.motd', message: 'is too friendly' },
      { path: 'spec.settings.tags.2', message: 'Too long.' },
    ],
  },
});

it('what the server says lands at the fields of the form, as sentences', () => {
  expect(fieldProblems(failure)).toEqual([
    { path: 'settings.motd', message: 'Is too friendly.' },
    { path: 'settings.tags.2', message: 'Too long.' },
  ]);
  expect(fieldProblems(new Error('offline'))).toEqual([]);
});

it('a refusal holds until its field is changed', () => {
  const spec = { settings: { motd: 'hello', tags: ['a'] } };
  const refusal = { spec, problems: fieldProblems(failure) };
  expect(standing(refusal, { settings: { motd: 'hello', tags: ['a'], other: 1 } })).toHaveLength(2);
  expect(standing(refusal, { settings: { motd: 'bye', tags: ['a'] } }).map(({ path }) => path)).toEqual(['settings.tags.2']);
  expect(standing(refusal, { settings: { motd: 'hello', tags: [] } }).map(({ path }) => path)).toEqual(['settings.motd']);
  expect(standing(undefined, spec)).toEqual([]);
});
