import { describe, expect, it } from 'vitest';
import { applyFilePatch, MAX_MANAGED_FILE } from './apply.ts';
import { edited, json, properties, text } from './patch.ts';

describe('a managed file', () => {
  it('that is as it should be is left alone', () => {
    expect(applyFilePatch('a=1', properties('p', { a: 1 }))).toBeUndefined();
    expect(applyFilePatch('{"a":1}', json('j', { a: 1 }))).toBeUndefined();
    expect(applyFilePatch('x', text('t', 'x'))).toBeUndefined();
  });

  it('of plain text is replaced as a whole', () => {
    expect(applyFilePatch('old', text('t', 'new'))).toBe('new');
    expect(applyFilePatch(undefined, text('t', ''))).toBe('');
  });

  it('in a format of the adapter is edited by its editor', () => {
    const editor = {
      edit: (current: string, set: object) => `${current}${Object.entries(set).join(';')}\n`,
      read: () => new Map<string, string>(),
      comment: (words: string) => `# ${words}`,
    };
    expect(applyFilePatch('# ours\n', edited('own.txt', editor, { a: 1 }))).toBe('# ours\na,1\n');
    expect(applyFilePatch('', edited('own.txt', editor, { a: 1 }, { onlyIfAbsent: true }))).toBeUndefined();
  });

  it('that is written only once stays as people made it, even empty', () => {
    expect(applyFilePatch('', properties('p', { a: 1 }, { onlyIfAbsent: true }))).toBeUndefined();
    expect(applyFilePatch('broken', json('j', { a: 1 }, { onlyIfAbsent: true }))).toBeUndefined();
    expect(applyFilePatch(undefined, properties('p', { a: 1 }, { onlyIfAbsent: true }))).toBe('a=1\n');
  });

  it('too large to be a settings file is refused with its path', () => {
    expect(() => applyFilePatch('#'.repeat(MAX_MANAGED_FILE + 1), properties('server.properties', { a: 1 }))).toThrow(
      /^server\.properties is larger than 4194304 characters$/,
    );
  });
});
