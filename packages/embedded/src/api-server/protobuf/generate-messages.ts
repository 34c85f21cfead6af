/**
 * Writes `messages.json`, the field numbers of the kinds that clients may send as protobuf, from the Go types of Kubernetes:
 *
 *     go mod download -json k8s.io/api@v0.35.4 k8s.io/apimachinery@v0.35.4      # says where the folders are
 *     node packages/embedded/src/api-server/protobuf/generate-messages.ts <k8s.io/api> <k8s.io/apimachinery>
 *
 * A message is a list of fields, each `number name type` with these type letters: s string, y bytes, i whole number, o boolean,
 * T time, Q quantity, I int-or-string, R raw JSON, F managed fields; anything else names a message. Before the type stand
 * `[]` for lists, `{}` for maps, `^` for messages whose fields are written among their parent's, `~` for values left out when zero.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinTypes } from '../builtin/types.ts';
import { reviews } from '../subresources/reviews.ts';

interface GoPackage {
  folder: string;
  source: string;
  imports: ReadonlyMap<string, string>;
}

const [apiFolder, machineryFolder] = process.argv.slice(2);
if (!apiFolder || !machineryFolder) throw new Error('name the folders of the Go modules k8s.io/api and k8s.io/apimachinery');

const special: Readonly<Record<string, string>> = {
  'meta/v1.Time': 'T',
  'meta/v1.MicroTime': 'T',
  'resource.Quantity': 'Q',
  'intstr.IntOrString': 'I',
  'runtime.RawExtension': 'R',
  'meta/v1.FieldsV1': 'F',
  'authentication/v1.ExtraValue': '',
  'authorization/v1.ExtraValue': '',
};

const packages = new Map<string, GoPackage>();

function packageOf(name: string): GoPackage | undefined {
  const known = packages.get(name);
  if (known) return known;
  const folder = name === 'meta/v1' ? join(String(machineryFolder), 'pkg/apis/meta/v1') : join(String(apiFolder), name);
  let source: string;
  try {
    source = readFileSync(join(folder, 'types.go'), 'utf8');
  } catch {
    return undefined;
  }
  const imports = new Map<string, string>();
  for (const [, alias, path = ''] of source.matchAll(/^\s+(?:(\w+) )?"(k8s\.io\/[^"]+)"$/gm)) {
    const short = path
      .replace('k8s.io/apimachinery/pkg/apis/', '')
      .replace('k8s.io/api/', '')
      .replace(/^k8s\.io\/apimachinery\/pkg\/(?:.*\/)?/, '');
    imports.set(alias ?? path.split('/').at(-1) ?? '', short);
  }
  const made = { folder, source, imports };
  packages.set(name, made);
  return made;
}

const messages: Record<string, string[]> = {};

/** The type letter of a Go type; messages on the way are taken along. */
function typeOf(packageName: string, goType: string, wire: string): string {
  if (goType.startsWith('*')) return typeOf(packageName, goType.slice(1), wire);
  if (goType === '[]byte') return 'y';
  if (goType.startsWith('[]')) return `[]${typeOf(packageName, goType.slice(2), wire)}`;
  const map = /^map\[[\w.]+\](.+)$/.exec(goType);
  if (map) return `{}${typeOf(packageName, map[1] ?? '', 'bytes')}`;
  if (goType === 'string') return 's';
  if (goType === 'bool') return 'o';
  if (/^u?int\d*$/.test(goType)) return 'i';
  const [prefix, name] = goType.includes('.') ? goType.split('.') : [undefined, goType];
  const home = prefix === undefined ? packageName : (packageOf(packageName)?.imports.get(prefix) ?? prefix);
  const full = `${home}.${name}`;
  if (special[full] !== undefined) return special[full];
  const source = packageOf(home)?.source ?? '';
  if (new RegExp(`^type ${name} struct {`, 'm').test(source)) {
    take(home, name ?? '');
    return full;
  }
  const alias = new RegExp(`^type ${name} (\\S+)`, 'm').exec(source)?.[1];
  if (alias) return typeOf(home, alias, wire);
  return wire === 'varint' ? 'i' : 's';
}

function take(packageName: string, name: string): void {
  const full = `${packageName}.${name}`;
  if (messages[full]) return;
  const fields: string[] = [];
  messages[full] = fields;
  const body = new RegExp(`^type ${name} struct {\\n([\\s\\S]*?)^}`, 'm').exec(packageOf(packageName)?.source ?? '')?.[1] ?? '';
  for (const [, goType = '', json = '', wire = '', number] of body.matchAll(
    /^\s+(?:\w+\s+)?(\S+)\s+`json:"([^"]*)".*protobuf:"(\w+),(\d+),/gm,
  )) {
    const [jsonName = '', ...flags] = json.split(',');
    const type = typeOf(packageName, goType, wire);
    if (type === '' || type === '[]' || type === '{}') continue;
    const isInline = flags.includes('inline');
    const isLeftOut = flags.includes('omitempty') && !goType.startsWith('*');
    fields.push(`${number} ${isInline ? '-' : jsonName} ${isInline ? '^' : isLeftOut ? '~' : ''}${type}`);
  }
}

const others = [
  { group: '', version: 'v1', kind: 'Binding' },
  { group: 'policy', version: 'v1', kind: 'Eviction' },
  { group: 'autoscaling', version: 'v1', kind: 'Scale' },
];
for (const { group, version, kind } of [...builtinTypes, ...reviews, ...others]) {
  if (group === 'apiextensions.k8s.io') continue;
  take(`${group === '' ? 'core' : group.split('.')[0]}/${version}`, kind);
}
take('meta/v1', 'DeleteOptions');

const lines = Object.keys(messages)
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(messages[name])}`);
writeFileSync(join(import.meta.dirname, 'messages.json'), `{\n${lines.join(',\n')}\n}\n`);
