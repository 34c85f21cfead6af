import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { diagnose, planServer } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { rust } from './definition.ts';
import { diagnoses } from './diagnoses.ts';

const order = (spec: Record<string, unknown> = {}): GameServerSpec => gameServerSpecSchema.parse({ game: 'rust', ...spec });
const find = (line: string, spec = order()) => diagnose(diagnoses, { lines: [line] }, spec);

test('there are at least eight, and each knows its own lines', () => {
  expect(diagnoses.length).toBeGreaterThanOrEqual(8);
  for (const { id, examples } of diagnoses) for (const line of examples) expect(find(line)?.diagnosis.id).toBe(id);
});

test.each([
  "Couldn't load server/docker/proceduralmap.3500.12345.172.sav - file doesn't exist",
  '[S_API FAIL] SteamAPI_Init() failed; SteamAPI_IsSteamRunning() failed.',
  "WARNING: Shader Unsupported: 'Hidden/Nature/Terrain/Utilities' - All passes removed",
  'Couldn\'t create a Convex Mesh from source mesh "ScrapHeliGibs_Part002" within the maximum polygons limit (256).',
  'Failed to set thread priority: per-thread setup failed',
  'NullReferenceException: Object reference not set to an instance of an object',
])('%s, which healthy servers print, is no trouble', (line) => {
  expect(find(line)).toBeUndefined();
});

test.each(diagnoses.flatMap(({ examples }) => examples))('nobody chats "%s" into a diagnosis, nor carries it in a name', (words) => {
  expect(find(`[CHAT] Steve[76561198113034550] : ${words}`)).toBeUndefined();
  expect(find(`1.2.3.4:5678/76561198113034550/${words.slice(0, 32)} joined [windows/76561198113034550]`)).toBeUndefined();
});

describe('the way out', () => {
  const fixOf = (line: string, spec = order()) => find(line, spec)?.fix;

  test('of too little memory is a size in which this world fits', () => {
    const small = order({ size: 'small', settings: { framework: 'oxide' }, resources: { memory: '8Gi' } });
    expect(fixOf('Could not allocate memory: System out of memory!', small)?.patch).toEqual({ spec: { resources: { memory: '12Gi' } } });
    expect(fixOf('Could not allocate memory: System out of memory!')?.patch).toEqual({ spec: { size: 'large' } });
    const huge = order({ size: 'huge' });
    expect(fixOf('Could not allocate memory: System out of memory!', huge)?.patch).toEqual({ spec: { resources: { memory: '48Gi' } } });
  });

  test('of different builds is a restart where the server is behind, and nothing where the player is', () => {
    const kicked = (numbers: string): string => `Kicking 1.2.3.4:5/76561198000000001/Zeta - their protocol is ${numbers}`;
    expect(fixOf(kicked('2347 not 2345'))).toMatchObject({ operation: 'restart' });
    expect(fixOf(kicked('2345 not 2347'))).toBeUndefined();
    expect(find('Kicking 1.2.3.4:5/76561200012345678/New - their protocol is 2347 not 2345')?.diagnosis.id).toBe('VersionMismatch');
  });

  test('of a broken plugin looks that plugin up, whichever framework told of it', () => {
    expect(fixOf('Error while compiling: HWTeleportation.cs(877,33): error CS0115: x')?.href).toContain('query=HWTeleportation');
    expect(fixOf("Failed compiling 'carbon/plugins/XPerience.cs':")?.href).toContain('query=XPerience');
  });

  test('that patches leads to an order that can be met', () => {
    for (const { id, fix } of diagnoses) {
      const found = typeof fix === 'function' ? fix({ spec: order() }) : fix;
      if (found?.kind !== 'patch') continue;
      const { spec } = found.patch as { spec: Record<string, unknown> };
      expect({ id, ok: planServer(rust, order(spec)).ok }).toEqual({ id, ok: true });
    }
  });
});
