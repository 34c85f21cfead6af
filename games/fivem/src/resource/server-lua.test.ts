import { LuaFactory, type LuaEngine } from 'wasmoon';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { escapeWord } from '../text.ts';
import { SERVER_LUA } from './server-lua.ts';

/**
 * The real resource in a real Lua 5.4, with the functions of the server that it calls made of Lua: threads are coroutines that
 * a test lets go on, and whatever is done to the server is written down.
 */
const SERVER = String.raw`
out, acts, events, convars, handlers, commands, threads, clock = {}, {}, {}, {}, {}, {}, {}, 0
states, players, exported = { chat = 'started', gse = 'starting' }, {}, {}
order = { 'chat', 'gse' }
function print(text) out[#out + 1] = text end
function RegisterCommand(name, run, restricted) assert(restricted) commands[name] = run end
function AddEventHandler(name, run) handlers[name] = run end
function TriggerEvent(name, data)
  local words = name
  if data then words = words .. ' ' .. (data.message or data.translatedMessage or '') .. (data.secondsRemaining and (' ' .. data.secondsRemaining) or '') .. (data.author and (' by ' .. data.author) or '') end
  events[#events + 1] = words
end
function TriggerClientEvent(name, target, message) acts[#acts + 1] = ('%s %s %s: %s'):format(name, target, message.args[1], message.args[2]) end
function ExecuteCommand(line) acts[#acts + 1] = line if failing and line:find(failing, 1, true) then error('script error') end end
function DropPlayer(id, reason) acts[#acts + 1] = ('drop %s: %s'):format(id, reason) end
function SaveResourceFile(resource, file, text, length) acts[#acts + 1] = ('file %s/%s: %s'):format(resource, file, text) return true end
function GetCurrentResourceName() return 'gse' end
function SetConvar(name, value) convars[name] = value end
function GetConvar(name, default) return convars[name] or default end
function GetConvarInt(name, default) return math.tointeger(tonumber(convars[name])) or default end
function GetNumResources() return #order end
function GetResourceByFindIndex(index) return order[index + 1] end
function GetResourceState(name) return states[name] or 'missing' end
function GetPlayers() local ids = {} for id in pairs(players) do ids[#ids + 1] = id end table.sort(ids) return ids end
function GetPlayerName(id) return players[tostring(id)] and players[tostring(id)].name end
function GetPlayerIdentifierByType(id, kind) return kind == 'license' and players[id].license or nil end
exports = setmetatable({}, { __index = function(_, resource) return exported[resource] end })
Citizen = {}
promise = { new = function() return { resolve = function(self, value) if self.value == nil then self.value = value end end } end }
function Citizen.Await(p) while p.value == nil do coroutine.yield(clock) end return p.value end
function Wait(ms) coroutine.yield(clock + ms) end
function CreateThread(run) threads[#threads + 1] = { co = coroutine.create(run), at = clock } end
function SetTimeout(ms, run) threads[#threads + 1] = { co = coroutine.create(run), at = clock + ms } end
function pass(ms)
  local till = clock + ms
  while clock <= till do
    for _, thread in ipairs({ table.unpack(threads) }) do
      if thread.at <= clock and coroutine.status(thread.co) ~= 'dead' then
        local ok, at = coroutine.resume(thread.co)
        if not ok then error(at, 0) end
        thread.at = at or clock
      end
    end
    clock = clock + 100
  end
end
function say(line)
  local words = {}
  for word in line:gmatch('%S+') do words[#words + 1] = word end
  local before = #out
  local run = commands[table.remove(words, 1)]
  run(from or 0, words)
  return table.concat(out, '|', before + 1)
end
`;

let lua: LuaEngine;

beforeEach(async () => {
  lua = await new LuaFactory().createEngine();
  await lua.doString(SERVER);
});
afterEach(() => lua.global.close());

async function load(before = ''): Promise<void> {
  await lua.doString(before);
  await lua.doString(SERVER_LUA);
}
const say = (...words: readonly string[]): string =>
  (lua.global.get('say') as (line: string) => string)([words[0], ...words.slice(1).map((word) => escapeWord(word))].join(' '));
const list = (name: 'out' | 'acts' | 'events'): string[] => Object.values((lua.global.get(name) ?? {}) as Record<string, string>);
const run = (code: string): Promise<unknown> => lua.doString(code);

const PLAYERS = `players = { ['1'] = { name = 'Ada', license = 'license:aa' }, ['2'] = { name = 'Bob 100%' }, ['3'] = { name = 'bob 100%' }, ['4'] = { name = 'Bob 100%' } }`;

describe('being ready', () => {
  test('is told once, when nothing starts any more, and then it is silent', async () => {
    await load(`convars['sv_maxclients'] = '32'`);
    expect(say('gse_ping')).toBe('starting');
    await run('pass(5000)');
    expect(say('gse_ping')).toBe('starting');
    expect(await run(`return convars['gse_ready']`)).toBeFalsy();
    await run(`states.gse = 'started' order[3] = 'esx' states.esx = 'started' pass(5000)`);
    expect(say('gse_ping')).toBe('');
    expect(await run(`return convars['gse_ready']`)).toBe('1');
    expect(list('out').filter((line) => line.startsWith('ready'))).toEqual(['ready: 3 resources, 32 slots']);
  });
});

describe('commands', () => {
  test('are for the console only', async () => {
    await load(PLAYERS);
    await run('from = 1');
    expect(say('gse_kick', 'Ada', 'because')).toBe('');
    expect(list('acts')).toEqual([]);
  });

  test('take words as they are, whatever is in them', async () => {
    await load(PLAYERS);
    expect(say('gse_message', 'Ada', 'a;b "c" \\ 100% ü ^1 %n')).toBe('done: Told Ada: a;b "c" \\ 100% ü ^1 %n');
    expect(list('acts')).toEqual(['chat:addMessage 1 Server: a;b "c" \\ 100% ü ^1 %n']);
  });

  test('find a player by name, in any case, by number and by licence, and nobody where two are meant', async () => {
    await load(PLAYERS);
    expect(say('gse_kick', 'ada', 'x')).toBe('done: Kicked Ada.');
    expect(say('gse_kick', 'license:aa', 'x')).toBe('done: Kicked Ada.');
    expect(say('gse_kick', '#3', 'x')).toBe('done: Kicked bob 100%.');
    expect(say('gse_kick', 'bob 100%', 'x')).toBe('done: Kicked bob 100%.');
    expect(say('gse_kick', 'Bob 100%', 'x')).toBe('refused: 2 players are called Bob 100%. Say which one: #2, #4.');
    expect(say('gse_kick', 'Eve', 'x')).toBe('refused: Nobody online is called Eve.');
    expect(say('gse_kick')).toBe('refused: Nobody online is called .');
    expect(list('acts')).toEqual(['drop 1: x', 'drop 1: x', 'drop 3: x', 'drop 3: x']);
  });
});

describe('an announcement', () => {
  test('is told to players and to scripts, with the time that is left', async () => {
    await load(`${PLAYERS} convars['gse_announceName'] = 'City'`);
    expect(say('gse_announce', 'Server restarts in 1 minute', '60')).toBe('done: Told 4 players: Server restarts in 1 minute');
    expect(list('acts')).toEqual(['chat:addMessage -1 City: Server restarts in 1 minute']);
    expect(list('events')).toEqual([
      'txAdmin:events:announcement Server restarts in 1 minute by City',
      'txAdmin:events:scheduledRestart Server restarts in 1 minute 60',
    ]);
  });

  test('is told to players alone where scripts are not to know', async () => {
    await load(`convars['gse_announceEvents'] = '0'`);
    say('gse_announce', 'hello');
    expect(list('events')).toEqual([]);
  });
});

test('who comes and goes is told on a line of their own, whatever they are called', async () => {
  await load(`players = { ['7'] = { name = 'E\\nve\\1' } } source = 7`);
  await run(`handlers.playerJoining() handlers.playerDropped('Exiting')`);
  expect(list('out')).toEqual(['joined: E ve ', 'left: E ve ']);
});

test('administrators are those of the settings, and follow a change at once', async () => {
  await load(`convars['gse_admins_1'] = 'license:a license:b' convars['gse_admins_2'] = 'discord:c'`);
  expect(list('acts').toSorted()).toEqual(
    ['discord:c', 'license:a', 'license:b'].map((id) => `add_principal identifier.${id} group.admin`),
  );
  await run('acts = {}');
  expect(say('gse_admins_begin')).toBe('done: Go on.');
  expect(say('gse_admins_add', 'license:a', 'license:d')).toBe('done: Go on.');
  expect(say('gse_admins_end')).toBe('done: 2 administrators.');
  expect(list('acts').toSorted()).toEqual([
    'add_principal identifier.license:d group.admin',
    'remove_principal identifier.discord:c group.admin',
    'remove_principal identifier.license:b group.admin',
  ]);
});

describe('a save', () => {
  test('runs what the frameworks of the server have for it, and its own commands, and says when it ended', async () => {
    await load(`
      states.es_extended, states.ox_inventory, states['qb-core'] = 'started', 'started', 'started'
      exported['qb-core'] = { GetCoreObject = function() return { Functions = { GetQBPlayers = function() return { { Functions = { Save = function() acts[#acts + 1] = 'qb' end } } } end } } end }
      convars['gse_saveCommands'] = 'bank_save cars_save'`);
    expect(say('gse_save')).toBe('done: Save 1 has begun.');
    expect(list('out').join()).not.toContain('saved 1');
    await run('pass(1000)');
    expect(list('out').at(-1)).toBe('saved 1');
    expect(list('acts')).toEqual(['saveall', 'saveinv', 'qb', 'bank_save', 'cars_save']);
    expect(list('events')).toEqual(['gse:save']);
    expect(say('gse_save')).toBe('done: Save 2 has begun.');
  });

  test('waits for the database, and fails where it does not answer', async () => {
    await load(`
      states.oxmysql = 'started'
      exported.oxmysql = { scalar = function(_, query, parameters, answer) assert(query == 'SELECT 1') pending = answer end }`);
    say('gse_save');
    await run('pass(5000)');
    expect(list('out')).toEqual([
      'done: Save 1 has begun.',
      ...list('out')
        .slice(1)
        .filter((line) => line.startsWith('ready')),
    ]);
    await run('pending(1) pass(500)');
    expect(list('out').at(-1)).toBe('saved 1');
    say('gse_save');
    await run('pass(21000)');
    expect(list('out').at(-1)).toBe('save 2 failed: the database does not answer');
  });

  test('that a script breaks is told, after the others had their turn', async () => {
    await load(`states.es_extended = 'started' failing = 'saveall' convars['gse_saveCommands'] = 'bank_save'`);
    say('gse_save');
    await run('pass(1000)');
    expect(list('out').at(-1)).toMatch(/^save 1 failed: .*script error/);
    expect(list('acts')).toContain('bank_save');
  });
});

describe('leaving', () => {
  test('tells scripts, sends everybody away, then quits; once', async () => {
    await load(PLAYERS);
    expect(say('gse_quit', 'Bye "all"; quit')).toBe(`done: Leaving: Bye 'all'; quit`);
    expect(say('gse_quit')).toBe('done: Leaving already.');
    await run('pass(2000)');
    expect(list('events')).toEqual([`txAdmin:events:serverShuttingDown Bye 'all'; quit by gse`]);
    expect(list('acts')).toEqual([]);
    await run('pass(5000)');
    expect(list('acts')).toEqual([...[1, 2, 3, 4].map((id) => `drop ${id}: Bye 'all'; quit`), `quit "Bye 'all'; quit"`]);
  });

  test('under txAdmin asks the start script to end both', async () => {
    await load(`convars['gse_variant'] = 'txadmin'`);
    say('gse_quit', 'Bye');
    await run('pass(6000)');
    expect(list('acts')).toEqual(['file gse/leave: Bye']);
  });
});
