import { gameServerSpecSchema } from '@gse/resources';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../game/diagnosis.ts';
import { diagnose, findingById } from './diagnose.ts';

const spec = gameServerSpecSchema.parse({ game: 'fake' });
const words = { title: '', meaning: '', remedy: '', examples: [] };
const diagnoses: readonly Diagnosis[] = [
  {
    ...words,
    id: 'Port',
    pattern: /port (?<port>\d+) in use/,
    fix: ({ match }) => ({ kind: 'link', title: `free ${match?.groups?.['port']}` }),
  },
  { ...words, id: 'Generic', pattern: /error/ },
  { ...words, id: 'Memory', exit: { oomKilled: true }, fix: { kind: 'operation', title: 'Restart', operation: 'restart' } },
  { ...words, id: 'Segfault', exit: { codes: [139] } },
];

describe('a diagnosis', () => {
  it.each<readonly [string, Parameters<typeof diagnose>[1], string | undefined, string | undefined]>([
    ['is none where nothing fits', { lines: ['all is well'], exit: { exitCode: 0, oomKilled: false } }, undefined, undefined],
    ['follows the order of the list, not of the lines', { lines: ['error', 'port 1 in use', 'error'] }, 'Port', 'port 1 in use'],
    ['is read from the last line that matches', { lines: ['port 1 in use', 'port 2 in use'] }, 'Port', 'port 2 in use'],
    ['trusts a line more than the exit', { lines: ['error'], exit: { exitCode: 137, oomKilled: true } }, 'Generic', 'error'],
    ['falls back to memory', { lines: [], exit: { exitCode: 139, oomKilled: true } }, 'Memory', undefined],
    ['falls back to the exit code', { lines: [], exit: { exitCode: 139, oomKilled: false } }, 'Segfault', undefined],
  ])('%s', (_, seen, id, line) => {
    const finding = diagnose(diagnoses, seen, spec);
    expect(finding?.diagnosis.id).toBe(id);
    expect(finding?.line).toBe(line);
  });

  it('works its fix out of what the line said', () => {
    expect(diagnose(diagnoses, { lines: ['port 25565 in use'] }, spec)?.fix).toEqual({ kind: 'link', title: 'free 25565' });
    expect(diagnose(diagnoses, { lines: [], exit: { exitCode: 1, oomKilled: true } }, spec)?.fix).toMatchObject({ operation: 'restart' });
  });
});

describe('a diagnosis that the agent named', () => {
  it('is found with its line and fix', () => {
    expect(findingById(diagnoses, 'Port', ['x', 'port 7 in use', 'y'], spec)).toMatchObject({
      diagnosis: { id: 'Port' },
      line: 'port 7 in use',
      fix: { title: 'free 7' },
    });
  });

  it('of another edition of the adapter is none', () => {
    expect(findingById(diagnoses, 'Gone', ['x'], spec)).toBeUndefined();
  });
});
