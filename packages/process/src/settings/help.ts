import { flagOf, type Setting, type Settings } from './declare.ts';

/** Width of the terminal the help is written for. */
const lineLength = 100;

/** What `--help` prints: every setting with flag, variable, meaning and default. */
export function settingsHelp(name: string, settings: Settings): string {
  const rows = Object.values(settings).map((setting) => [
    `  ${flagOf(setting)}=…   ${setting.env}`,
    ...wrapped(`${setting.description} ${sentenceOfDefault(setting)}`.trim()).map((line) => `      ${line}`),
  ]);
  return `${[
    `${name}: settings are given as flags or as environment variables; a flag outranks its variable.`,
    '',
    ...rows.flatMap((row) => [...row, '']),
    '  --help',
    '      Prints this.',
  ].join('\n')}\n`;
}

function sentenceOfDefault(setting: Setting): string {
  if (setting.default !== undefined) return `Default: ${setting.default}.`;
  if (setting.otherwise !== undefined) return `Without it: ${setting.otherwise}.`;
  return setting.schema.safeParse(undefined).success ? '' : 'Required.';
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length < lineLength - 6) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
