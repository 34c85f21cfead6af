import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../test/java-properties.json' with { type: 'json' };
import { mutate, random, seed } from '../../test/mutate.ts';
import { applyFilePatch } from './apply.ts';
import { properties } from './patch.ts';
import { readLines } from './properties-text.ts';
import { editProperties, parseProperties } from './properties.ts';

console.info(`properties: seed ${seed} (GSE_SEED repeats a run)`);

describe('reading', () => {
  // Recorded from java.util.Properties.load(Reader) of OpenJDK 17.
  it.each((vectors as [string, [string, string][]][]).map(([text, entries]) => [JSON.stringify(text), text, entries] as const))(
    'takes %s as Java does',
    (_, text, entries) => {
      expect(new Map([...parseProperties(text)].sort())).toEqual(new Map([...entries].sort()));
    },
  );

  it('takes a malformed Unicode escape, which Java refuses, for the letter u', () => {
    expect(parseProperties('a=\\u12\nb=\\uZZZZ')).toEqual(
      new Map([
        ['a', 'u12'],
        ['b', 'uZZZZ'],
      ]),
    );
  });

  it('is not led astray by keys that objects have by themselves', () => {
    expect(parseProperties('__proto__=a\nconstructor=b')).toEqual(
      new Map([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    );
  });
});

describe('editing', () => {
  it.each<readonly [string, string, Parameters<typeof editProperties>[1], string]>([
    ['a new file is begun', '', { motd: 'Hello', 'max-players': 20, pvp: true }, 'motd=Hello\nmax-players=20\npvp=true\n'],
    ['a value is replaced where it stands', '#Minecraft\na=1\nmotd=old\nb=2\n', { motd: 'new' }, '#Minecraft\na=1\nmotd=new\nb=2\n'],
    [
      'a value that is right is not touched, however it is written',
      'motd : \\u0041 \\\n  b\n',
      { motd: 'A b' },
      'motd : \\u0041 \\\n  b\n',
    ],
    ['an empty value is a value', 'motd=x\n', { motd: '' }, 'motd=\n'],
    ['null removes', 'a=1\nb=2\nc=3\n', { b: null }, 'a=1\nc=3\n'],
    ['undefined leaves alone', 'a=1\n', { a: undefined }, 'a=1\n'],
    ['a value over several lines is replaced as a whole', 'motd=one\\\n  two\\\n  three\nb=2\n', { motd: 'x' }, 'motd=x\nb=2\n'],
    ['doubled keys become one', 'a=1\nb=2\na=3\n', { a: '4' }, 'a=4\nb=2\n'],
    ['doubled keys that nobody manages stay', 'a=1\na=3\n', { b: '4' }, 'a=1\na=3\nb=4\n'],
    ['line ends stay as they are, also mixed ones', 'a=1\r\nb=2\nc=3\r', { b: '4', d: '5' }, 'a=1\r\nb=4\nc=3\rd=5\r\n'],
    ['a missing last line end is added before what is new', '# c\na=1', { b: '2' }, '# c\na=1\nb=2\n'],
    ['blank lines at the end stay', 'a=1\n\n\n', { b: '2' }, 'a=1\n\n\nb=2\n'],
    ['continuation lines of others keep their layout', 'a=1\\\r\n\t2\r\nb=3\r\n', { b: '4' }, 'a=1\\\r\n\t2\r\nb=4\r\n'],
    ['a last line that would swallow what follows stays last', 'a=1\\', { b: '2' }, 'b=2\na=1\\'],
    ['the same with a line end behind the backslash', 'x=0\na=1\\\n', { b: '2' }, 'x=0\nb=2\na=1\\\n'],
    ['a comment that ends in a backslash swallows nothing', '# c:\\', { b: '2' }, '# c:\\\nb=2\n'],
    ['keys with blanks and separators are escaped', '', { 'a b=c:d': 'x' }, 'a\\ b\\=c\\:d=x\n'],
    ['keys that look like comments are escaped', '', { '#a': '1', '!b': '2' }, '\\#a=1\n\\!b=2\n'],
    ['an escaped key is recognised', 'a\\ b = 1\n', { 'a b': '2' }, 'a\\ b=2\n'],
    [
      'control characters and others outside ASCII are escaped',
      '',
      { motd: '§6Grüße\n\t\\ \u{1f600}\0' },
      'motd=\\u00a76Gr\\u00fc\\u00dfe\\n\\t\\\\ \\ud83d\\ude00\\u0000\n',
    ],
    ['a leading blank is kept by an escape', '', { motd: '  x ' }, 'motd=\\  x \n'],
    ['Latin-1 and other text of people stays', '# über 日本\nä=ö\n', { b: '1' }, '# über 日本\nä=ö\nb=1\n'],
    ['a byte order mark belongs to the first key, as in Java', '\ufeffa=1\n', { a: '2' }, '\ufeffa=1\na=2\n'],
  ])('%s', (_, current, set, expected) => {
    expect(editProperties(current, set)).toBe(expected);
  });
});

const char = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'key') },
  {
    weight: 6,
    arbitrary: fc.constantFrom('\\', '\\\\', '=', ':', ' ', '\t', '\f', '\n', '\r', '\r\n', '#', '!', '\\u0041', '\\n', 'é', '\ud800', '€'),
  },
);
const content = fc.array(char, { maxLength: 30 }).map((chars) => chars.join(''));
const key = fc.oneof(fc.constantFrom('a', 'b', 'key', 'A', '', ' ', '#', '__proto__'), fc.string({ maxLength: 5, unit: 'binary' }));
const set = fc.dictionary(
  key,
  fc.oneof(content, fc.string({ unit: 'binary', maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
  { maxKeys: 4 },
);

describe('whatever is edited', () => {
  const always = (check: (current: string, wanted: Parameters<typeof editProperties>[1]) => void): void => {
    fc.assert(fc.property(content, set, check), { numRuns: 3000, seed });
  };

  it('reads afterwards as it did, with what was set', () =>
    always((current, wanted) => {
      const model = parseProperties(current);
      for (const [name, value] of Object.entries(wanted)) {
        if (value === null) model.delete(name);
        else if (value !== undefined) model.set(name, String(value));
      }
      expect(parseProperties(editProperties(current, wanted))).toEqual(model);
    }));

  it('keeps every line that is not managed, to the byte and in its order', () =>
    always((current, wanted) => {
      // A line end is added to a last line that has none.
      const others = (text: string): string =>
        readLines(text)
          .filter(({ entry }) => !entry || wanted[entry.key] === undefined)
          .map(({ raw }) => raw)
          .join('');
      const [before, after] = [others(current), others(editProperties(current, wanted))];
      expect(after === before || after.replace(/(\r\n|\n|\r)$/, '') === before).toBe(true);
    }));

  it('is not edited a second time', () =>
    always((current, wanted) => {
      const once = applyFilePatch(current, properties('p', wanted)) ?? current;
      expect(applyFilePatch(once, properties('p', wanted))).toBeUndefined();
    }));
});

describe('damaged input', () => {
  it('is read and edited in no time, a hundred thousand times, and nothing is lost', () => {
    const next = random(seed);
    const samples = [
      '#Minecraft server properties\n#Sun Nov 22\nmotd=A Minecraft Server\nmax-players=20\n',
      'a\\ b : c\\\r\n  d\r\n! x\r\n',
      'level-name=w\\u00f6rld\n\n\nseed=\n',
    ];
    for (let i = 0; i < 100_000; i++) {
      const text = mutate(next, samples, ['\\', '\\u', '\\u12', '\r', '\n', '\0', '\ufeff', '\ud800', '=', ' ']);
      if (
        readLines(text)
          .map(({ raw }) => raw)
          .join('') !== text
      )
        expect.fail(`lost something of ${JSON.stringify(text)}`);
      const edited = editProperties(text, { motd: 'x', 'level-name': null });
      if (parseProperties(edited).get('motd') !== 'x') expect.fail(`did not set it in ${JSON.stringify(text)}`);
    }
  });

  it.each([
    ['backslashes', '\\'.repeat(2_000_000)],
    ['backslashes in lines', '\\\n'.repeat(1_000_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['one key', 'k'.repeat(4_000_000)],
    ['line ends', '\r'.repeat(1_000_000)],
    ['comment signs', '#\n'.repeat(500_000)],
    ['escapes', '\\u'.repeat(1_000_000)],
    ['separators', '= : '.repeat(500_000)],
  ])('of millions of %s is no attack', (_, text) => {
    expect(parseProperties(editProperties(text, { motd: 'x' })).get('motd')).toBe('x');
  });
});
