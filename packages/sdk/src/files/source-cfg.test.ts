import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutate, random, seed } from '../../test/mutate.ts';
import { FileEditError } from '../errors.ts';
import { applyFilePatch } from './apply.ts';
import { sourceCfg } from './patch.ts';
import { cleanWord, readCfg, type CfgDialect } from './source-cfg-text.ts';
import { editSourceCfg, parseSourceCfg } from './source-cfg.ts';

console.info(`source cfg: seed ${seed} (GSE_SEED repeats a run)`);

type Set = Parameters<typeof editSourceCfg>[1];

/** A console with setters, `#` comments and escapes, as other engines made of this one. */
const scripted: CfgDialect = {
  comments: ['//', '#'],
  commentsCutWords: false,
  backslashes: true,
  booleans: ['false', 'true'],
  setters: ['set', 'sets', 'setr'],
};
/** A console that takes every line for one command. */
const plain: CfgDialect = { comments: ['//', '#'], commentsCutWords: false, semicolons: false, booleans: ['false', 'true'] };

describe('reading', () => {
  it.each<readonly [string, string, CfgDialect | undefined, [string, string][]]>([
    ['values with and without quotes', 'hostname "My server"\nsv_cheats 0', undefined, [['hostname', 'My server'], ['sv_cheats', '0']]], // prettier-ignore
    ['the rest of the line for the value', 'hostname My  server', undefined, [['hostname', 'My server']]],
    ['names without regard to case', 'HostName a\nhostname b', undefined, [['hostname', 'b']]],
    ['several commands on a line', 'a 1;b 2 ; c "3;4"', undefined, [['a', '1'], ['b', '2'], ['c', '3;4']]], // prettier-ignore
    ['semicolons as text where they separate nothing', 'a 1;b', plain, [['a', '1;b']]],
    ['comments', '// a 1\nb 2 // c 3\nd "// 4"', undefined, [['b', '2'], ['d', '// 4']]], // prettier-ignore
    ['comments in the middle of a word', 'url http://x', undefined, [['url', 'http:']]],
    ['no comments in the middle of a word', 'url http://x#y #z', plain, [['url', 'http://x#y']]],
    ['a name alone, which asks and sets nothing', 'sv_cheats\n', undefined, []],
    ['an empty value', 'sv_password ""', undefined, [['sv_password', '']]],
    ['a quote that nobody closed', 'hostname "abc\nb 2', undefined, [['hostname', 'abc'], ['b', '2']]], // prettier-ignore
    ['words without a blank between them', 'hostname"a""b"', undefined, [['hostname', 'a b']]],
    ['backslashes as text', 'a "c:\\"', undefined, [['a', 'c:\\']]],
    ['backslashes as escapes', 'a "x\\"y\\\\"', scripted, [['a', 'x"y\\']]],
    ['setters', 'sets locale "en"\nsetr x 1\nset y', scripted, [['locale', 'en'], ['x', '1'], ['set', 'y']]], // prettier-ignore
    ['line ends of other systems', 'a 1\r\nb 2\r', undefined, [['a', '1'], ['b', '2']]], // prettier-ignore
    ['names that objects have by themselves', '__proto__ 1', undefined, [['__proto__', '1']]],
  ])('takes %s', (_, text, dialect, expected) => {
    expect([...parseSourceCfg(text, dialect)]).toEqual(expected);
  });
});

describe('editing', () => {
  it.each<readonly [string, string, Set, string]>([
    [
      'a new file is begun',
      '',
      { hostname: 'Hello', sv_cheats: false, mp_freezetime: 15 },
      'hostname "Hello"\nsv_cheats 0\nmp_freezetime 15\n',
    ],
    [
      'a value is replaced where it stands',
      '// mine\na 1\nhostname "old" // why\nb 2\n',
      { hostname: 'new' },
      '// mine\na 1\nhostname "new" // why\nb 2\n',
    ],
    ['columns stay in line', 'sv_cheats      1    // no\n', { sv_cheats: false }, 'sv_cheats      0    // no\n'],
    [
      'a value that is right is not touched, however it is written',
      'HostName   x;"sv_cheats" "0"\n',
      { hostname: 'x', sv_cheats: false },
      'HostName   x;"sv_cheats" "0"\n',
    ],
    ['a value without quotes gets some', 'hostname My server\n', { hostname: 'My server' }, 'hostname "My server"\n'],
    ['null removes the line', 'a 1\nb 2\r\nc 3\n', { b: null }, 'a 1\nc 3\n'],
    ['null keeps the comment of the line', 'b 2 // why\n', { b: null }, ' // why\n'],
    ['null removes from among others', 'a 1; b 2; c 3\n', { b: null }, 'a 1; c 3\n'],
    ['null removes the first of several', 'a 1; b 2\n', { a: null }, 'b 2\n'],
    ['null removes the last of several', 'a 1; b 2 // c\n', { b: null }, 'a 1 // c\n'],
    ['null removes all of several', 'a 1; A 2;a 3\nb 1\n', { a: null }, 'b 1\n'],
    ['undefined leaves alone', 'a 1\n', { a: undefined }, 'a 1\n'],
    ['of several assignments the last stays', 'a 1\nb 2\na 3\nc 4\n', { a: '4' }, 'b 2\na "4"\nc 4\n'],
    ['several assignments that nobody manages stay', 'a 1\na 3\n', { b: 4 }, 'a 1\na 3\nb 4\n'],
    ['a question for a value is no assignment', 'hostname\n', { hostname: 'x' }, 'hostname\nhostname "x"\n'],
    ['line ends stay as they are', 'a 1\r\nb 2\r\n', { b: 3, c: 4 }, 'a 1\r\nb 3\r\nc 4\r\n'],
    ['a missing last line end is added before what is new', '// c', { b: 2 }, '// c\nb 2\n'],
    ['a missing last line end is no reason to write', 'b 2', { b: 2 }, 'b 2'],
    ['blank lines stay', '\n\na 1\n\n\n', { b: 2 }, '\n\na 1\n\n\nb 2\n'],
    ['a file is called once', 'exec a.cfg\n', { 'exec a.cfg': true, 'exec b.cfg': true }, 'exec a.cfg\nexec b.cfg\n'],
    ['a call goes', 'exec a.cfg;exec b.cfg\nEXEC a.cfg', { 'exec a.cfg': false, 'exec c.cfg': null }, 'exec b.cfg\n'],
    ['a quote that nobody closed is closed', 'hostname "old\nb 1\n', { hostname: 'new' }, 'hostname "new"\nb 1\n'],
    ['what no console can hold is made harmless', '', { hostname: 'a"b;\nquit\r\0// c' }, 'hostname "a\'b; quit  // c"\n'],
    ['an empty text is a value', '', { sv_password: '' }, 'sv_password ""\n'],
    ['a byte order mark goes', '\ufeffa 1\n', { a: 1 }, 'a 1\n'],
    ['text of people stays, whatever their language', '// über 日本\nä "ö"\n', { a: 1 }, '// über 日本\nä "ö"\na 1\n'],
  ])('%s', (_, current, set, expected) => {
    expect(editSourceCfg(current, set, 'a.cfg')).toBe(expected);
  });

  it.each<readonly [string, string, Set, string]>([
    [
      'variables with their setters',
      '',
      { sv_hostname: 'x', 'sets locale': 'en', 'setr a': true },
      'sv_hostname "x"\nsets locale "en"\nsetr a true\n',
    ],
    ['a variable that was set another way', 'set  locale  de # x\n', { 'sets locale': 'en' }, 'sets locale "en" # x\n'],
    ['a variable that is right', 'SETS Locale "en"\n', { 'sets locale': 'en' }, 'SETS Locale "en"\n'],
    ['commands with words', '# mine\nensure a\n\tensure b\n', { 'ensure c': true, 'ensure a': false }, '# mine\n\tensure b\nensure c\n'],
    ['escaped quotes', 'set a "x\\"y"\n', { 'set a': 'x"y', 'set b': 'c:\\"' }, 'set a "x\\"y"\nset b "c:\\\\\\""\n'],
  ])('writes %s', (_, current, set, expected) => {
    expect(editSourceCfg(current, set, 'a.cfg', { dialect: scripted })).toBe(expected);
  });

  it('puts new keys in front where asked to', () => {
    const edited = editSourceCfg('ensure a\n', { x: 1, 'ensure b': true }, 'a.cfg', { newKeys: 'first' });
    expect(edited).toBe('x 1\nensure b\nensure a\n');
  });

  it.each([
    ['two commands', 'a;quit'],
    ['two lines', 'ensure a\nquit'],
    ['a comment', 'ensure //a'],
    ['nothing', ' '],
    ['an empty name', '""'],
  ])('refuses a key that is %s', (_, key) => {
    const attempt = (): unknown => applyFilePatch('', sourceCfg('cfg/a.cfg', { [key]: true }));
    expect(attempt).toThrow(FileEditError);
    expect(attempt).toThrow(/^cfg\/a\.cfg cannot hold the command/);
  });

  it('refuses a value for a whole command', () => {
    expect(() => editSourceCfg('', { 'exec a.cfg': 1 }, 'a.cfg')).toThrow('takes true or false');
  });
});

const piece = fc.constantFrom(
  'a',
  'b',
  'key',
  'KEY',
  'exec',
  'set',
  'sets',
  ' ',
  ' ',
  ' ',
  '\t',
  '"',
  '"',
  '\\',
  '\\"',
  ';',
  '//',
  '#',
  '/',
  '\n',
  '\n',
  '\r\n',
  '\r',
  'é',
  '\0',
  '1',
  '""', // prettier-ignore
);
const content = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const value = fc.oneof(
  content,
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
const variables = fc.dictionary(fc.constantFrom('a', 'KEY', 'b', '__proto__', 'exec', 'é'), value, { maxKeys: 4 });
const dialect = fc.constantFrom({}, scripted, plain);
const place = fc.constantFrom<('first' | 'last')[]>('first', 'last');

describe('whatever is edited', () => {
  const always = (check: (current: string, wanted: Set, dialect: CfgDialect, newKeys: 'first' | 'last') => void): void => {
    fc.assert(fc.property(content, variables, dialect, place, check), { numRuns: 4000, seed });
  };

  it('reads afterwards as it did, with what was set', () =>
    always((current, wanted, like, newKeys) => {
      const model = parseSourceCfg(current, like);
      for (const [name, one] of Object.entries(wanted)) {
        if (one === null) model.delete(name.toLowerCase());
        else if (one !== undefined) {
          const [no, yes] = like.booleans ?? ['0', '1'];
          model.set(name.toLowerCase(), typeof one === 'boolean' ? (one ? yes : no) : cleanWord(String(one), like));
        }
      }
      expect(parseSourceCfg(editSourceCfg(current, wanted, 'p', { dialect: like, newKeys }), like)).toEqual(model);
    }));

  it('is not edited a second time', () =>
    always((current, wanted, like, newKeys) => {
      const patch = sourceCfg('p', wanted, { dialect: like, newKeys });
      const once = applyFilePatch(current, patch) ?? current;
      expect(applyFilePatch(once, patch)).toBeUndefined();
    }));

  it('keeps every comment and every command that is not managed, in their order', () =>
    always((current, wanted, like) => {
      const managed = new Map(Object.entries(wanted).flatMap(([name, one]) => (one === undefined ? [] : [[name.toLowerCase(), one]])));
      const others = (text: string): string[] =>
        readCfg(text, like)
          .flatMap(({ parts }) => parts)
          .filter((part) => part.kind === 'comment' || (part.kind === 'command' && !isAssignmentOf(managed, part.words, like)))
          .map(({ raw }) => raw);
      expect(others(editSourceCfg(current, wanted, 'p', { dialect: like }))).toEqual(others(current));
    }));

  it('holds each whole command that was asked for, and none that was not', () => {
    const commands = fc.dictionary(fc.constantFrom('exec a', 'exec b', 'exec "a b"'), fc.boolean());
    fc.assert(
      fc.property(content, commands, dialect, (current, wanted, like) => {
        const edited = editSourceCfg(current, wanted, 'p', { dialect: like });
        for (const [key, isIn] of Object.entries(wanted)) {
          const words = readCfg(key)[0]?.parts.flatMap((part) => (part.kind === 'command' ? part.words : [])) ?? [];
          const found = readCfg(edited, like)
            .flatMap(({ parts }) => parts)
            .filter((part) => part.kind === 'command' && part.words[0]?.toLowerCase() === 'exec' && part.words.slice(1).join() === words.slice(1).join() && part.words.length === words.length); // prettier-ignore
          expect(found.length > 0).toBe(isIn);
        }
      }),
      { numRuns: 4000, seed },
    );
  });
});

describe('damaged input', () => {
  it('is read and edited in no time, a hundred thousand times, and nothing is lost', () => {
    const next = random(seed);
    const samples = [
      '// server.cfg\nhostname "My server" // name\nsv_cheats 0;sv_lan 0\nexec banned_user.cfg\r\n',
      'endpoint_add_tcp "0.0.0.0:30120"\n# x\nsets tags "a, b"\nsetr voice:use true\nensure [cars]\n',
      'server.hostname "a"\nserver.description "b\\nc"\n\n',
    ];
    for (let i = 0; i < 100_000; i++) {
      const text = mutate(next, samples, ['"', '\\', ';', '//', '#', '\r', '\n', '\0', '\ufeff', '\ud800', ' ']);
      const like = [{}, scripted, plain][i % 3] ?? {};
      const joined = readCfg(text, like)
        .map(({ parts, end }) => parts.map(({ raw }) => raw).join('') + end)
        .join('');
      if (joined !== text) expect.fail(`lost something of ${JSON.stringify(text)}`);
      const set = { hostname: 'x', sv_cheats: null, 'exec banned_user.cfg': true };
      const edited = editSourceCfg(text, set, 'p', { dialect: like });
      const read = parseSourceCfg(edited, like);
      if (read.get('hostname') !== 'x' || read.has('sv_cheats')) expect.fail(`did not set it in ${JSON.stringify(text)}`);
      if (editSourceCfg(edited, set, 'p', { dialect: like }) !== edited) expect.fail(`is not done with ${JSON.stringify(text)}`);
    }
  });

  it.each([
    ['quotes', '"'.repeat(2_000_000)],
    ['backslashes', `"${'\\'.repeat(2_000_000)}`],
    ['blanks', ' '.repeat(2_000_000)],
    ['one word', 'k'.repeat(4_000_000)],
    ['line ends', '\n'.repeat(1_000_000)],
    ['semicolons', ';'.repeat(1_000_000)],
    ['slashes', '/ '.repeat(1_000_000)],
    ['assignments', 'hostname a;'.repeat(200_000)],
    ['assignments in lines', 'hostname a\n'.repeat(200_000)],
  ])('of millions of %s is no attack', (_, text) => {
    expect(parseSourceCfg(editSourceCfg(text, { hostname: 'x' }, 'p', { dialect: scripted }), scripted).get('hostname')).toBe('x');
  });
});

function isAssignmentOf(managed: ReadonlyMap<string, unknown>, words: readonly string[], { setters = [] }: CfgDialect): boolean {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  const name = words.length > 2 && setters.includes(first) ? second : words.length > 1 ? first : undefined;
  return name !== undefined && managed.has(name);
}
