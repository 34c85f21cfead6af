import { gameServerSpecSchema } from '@gse/resources';
import { diagnose } from '@gse/sdk';
import { expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';

const spec = (more: object = {}) => gameServerSpecSchema.parse({ game: 'counter-strike', ...more });
const found = (line: string, more: object = {}) => diagnose(diagnoses, { lines: [line] }, spec(more));

test.each([
  ["Error! App '740' state is 0x202 after update job.", 'DiskFull'],
  ["Error! App '730' state is 0x602 after update job.", 'DownloadBroken'],
  ['./game/cs2.sh: line 98:    46 Segmentation fault      (core dumped) ${STEAM_RUNTIME_PREFIX}', 'PluginsBroken'],
  ['./game/cs2.sh: line 98:    46 Segmentation fault      ${STEAM_RUNTIME_PREFIX} ${GAME_DEBUGGER}', 'PluginsBroken'],
  ['/data/csgo-legacy/srcds_run: line 321:  2135 Aborted', 'PluginsBroken'],
  ['Your server needs to be restarted in order to receive the latest update.', 'UpdateRequired'],
  ['Could not establish connection to Steam servers.', 'TokenRejected'],
])('%s is %s', (line, id) => {
  expect(found(line)?.diagnosis.id).toBe(id);
});

test.each(diagnoses.flatMap(({ examples }) => examples))('nobody can say %s', (line) => {
  expect(found(`L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "${line}"`)).toBeUndefined();
  expect(found(`[All Chat][Ada (76561198012345678)]: ${line}`)).toBeUndefined();
  expect(found(`L 11/07/2025 - 20:02:08: rcon from "10.0.0.1:5": command "say ${line}"`)).toBeUndefined();
});

test('where plugins are off already, the files are checked', () => {
  const crash = 'game/cs2.sh: line 98: 61 Aborted (core dumped) x';
  expect(found(crash)?.fix?.patch).toEqual({ spec: { settings: { loadAddons: false } } });
  expect(found(crash, { settings: { loadAddons: false } })?.fix?.patch).toEqual({ spec: { settings: { verifyFiles: true } } });
});
