import { flagOf, type Setting, type Settings } from './declare.ts';

/** The settings of a process as a Markdown table, for the reference. */
export function settingsTable(settings: Settings): string {
  const rows = Object.values(settings).map((setting) =>
    [`\`${setting.env}\``, `\`${flagOf(setting)}\``, defaultOf(setting), escaped(setting.description) + exampleOf(setting)].join(' | '),
  );
  return ['| variable | flag | default | meaning |', '|---|---|---|---|', ...rows.map((row) => `| ${row} |`)].join('\n');
}

function defaultOf(setting: Setting): string {
  if (setting.default !== undefined) return `\`${setting.default}\``;
  if (setting.otherwise !== undefined) return escaped(setting.otherwise);
  return setting.schema.safeParse(undefined).success ? '' : '**required**';
}

function exampleOf({ example }: Setting): string {
  return example === undefined ? '' : ` For example \`${example}\`.`;
}

function escaped(text: string): string {
  return text.replace(/[|<>]/g, (character) => `\\${character}`);
}
