/**
 * The resource `gse`. Its commands can only be given on the console: a player who types one has a source above zero. Words
 * come escaped (`%20`), answers are one line: `done: …` or `refused: …`, and what comes later is told in the log.
 */
export const SERVER_LUA = String.raw`-- Written by the platform at every start; changes made here are lost.
local ready, leaving, saves = false, false, 0

local function plain(text)
  return (tostring(text):gsub('%c', ' '))
end

local function unescape(word)
  return (word:gsub('%%(%x%x)', function(code) return string.char(tonumber(code, 16)) end))
end

local function done(message, ...)
  print('done: ' .. plain(message:format(...)))
end

local function refused(message, ...)
  print('refused: ' .. plain(message:format(...)))
end

local function command(name, run)
  RegisterCommand(name, function(source, args)
    if source ~= 0 then return end
    local words = {}
    for i, word in ipairs(args) do words[i] = unescape(word) end
    run(table.unpack(words))
  end, true)
end

-- Resources -----------------------------------------------------------------------------------------------------------

local function isStarted(resource)
  return GetResourceState(resource) == 'started'
end

local function countResources()
  local started, starting = 0, 0
  for i = 0, GetNumResources() - 1 do
    local state = GetResourceState(GetResourceByFindIndex(i))
    if state == 'started' then started = started + 1 end
    if state == 'starting' then starting = starting + 1 end
  end
  return started, starting
end

CreateThread(function()
  local quiet, before = 0, -1
  while quiet < 3 do
    Wait(500)
    local started, starting = countResources()
    quiet = (starting == 0 and started == before) and quiet + 1 or 0
    before = started
  end
  ready = true
  -- Remembered by the server itself, also when this resource is stopped and the line below has long scrolled away.
  SetConvar('gse_ready', '1')
  print(('ready: %d resources, %d slots'):format(before, GetConvarInt('sv_maxclients', 0)))
end)

-- Says nothing when all is well: the answer itself tells that the main thread runs, and the log is spared.
command('gse_ping', function()
  if not ready then print('starting') end
end)

-- Players -------------------------------------------------------------------------------------------------------------

AddEventHandler('playerJoining', function()
  print('joined: ' .. plain(GetPlayerName(source)))
end)

AddEventHandler('playerDropped', function()
  print('left: ' .. plain(GetPlayerName(source)))
end)

-- By name, by #12 or by licence. Two players may have the same name: then nobody is meant.
local function find(wanted)
  local exact, similar = {}, {}
  for _, id in ipairs(GetPlayers()) do
    local name = plain(GetPlayerName(id) or '')
    if wanted == '#' .. id or wanted == GetPlayerIdentifierByType(id, 'license') then return id, name end
    if name == wanted then exact[#exact + 1] = { id, name } end
    if name:lower() == wanted:lower() then similar[#similar + 1] = { id, name } end
  end
  local found = #exact > 0 and exact or similar
  if #found == 1 then return found[1][1], found[1][2] end
  if #found == 0 then refused('Nobody online is called %s.', wanted) return end
  local ids = {}
  for i, player in ipairs(found) do ids[i] = '#' .. player[1] end
  refused('%d players are called %s. Say which one: %s.', #found, wanted, table.concat(ids, ', '))
end

command('gse_kick', function(wanted, reason)
  local id, name = find(wanted or '')
  if not id then return end
  DropPlayer(id, reason or '')
  done('Kicked %s.', name)
end)

local function say(target, text)
  local author = GetConvar('gse_announceName', 'Server')
  TriggerClientEvent('chat:addMessage', target, { color = { 255, 176, 32 }, multiline = true, args = { author, text } })
  return author
end

command('gse_message', function(wanted, text)
  local id, name = find(wanted or '')
  if not id then return end
  say(id, text or '')
  done('Told %s: %s', name, text or '')
end)

-- Scripts of many servers listen to what txAdmin announces: they show it in their own way, and save a minute before the end.
command('gse_announce', function(text, seconds)
  text = text or ''
  local author = say(-1, text)
  if GetConvarInt('gse_announceEvents', 1) == 1 then
    TriggerEvent('txAdmin:events:announcement', { author = author, message = text })
    local left = tonumber(seconds)
    if left then TriggerEvent('txAdmin:events:scheduledRestart', { secondsRemaining = left, translatedMessage = text }) end
  end
  done('Told %d players: %s', #GetPlayers(), text)
end)

-- Administrators ------------------------------------------------------------------------------------------------------

local admins, wished = {}, {}

local function appoint()
  local count = 0
  for identifier in pairs(admins) do
    if not wished[identifier] then ExecuteCommand(('remove_principal identifier.%s group.admin'):format(identifier)) end
  end
  for identifier in pairs(wished) do
    if not admins[identifier] then ExecuteCommand(('add_principal identifier.%s group.admin'):format(identifier)) end
    count = count + 1
  end
  admins, wished = wished, {}
  return count
end

-- Those of the settings, some in each variable: a line of a console file must stay short.
local handful = 1
while GetConvar('gse_admins_' .. handful, '') ~= '' do
  for identifier in GetConvar('gse_admins_' .. handful, ''):gmatch('%S+') do wished[identifier] = true end
  handful = handful + 1
end
appoint()

command('gse_admins_begin', function() wished = {} done('Go on.') end)

command('gse_admins_add', function(...)
  for _, identifier in ipairs({ ... }) do wished[identifier] = true end
  done('Go on.')
end)

command('gse_admins_end', function()
  done('%d administrators.', appoint())
end)

-- Saving and leaving --------------------------------------------------------------------------------------------------

-- What frameworks do to save everybody; each only where it runs.
local savers = {
  { 'es_extended', function() ExecuteCommand('saveall') end },
  { 'ox_inventory', function() ExecuteCommand('saveinv') end },
  { 'qb-core', function()
    for _, player in pairs(exports['qb-core']:GetCoreObject().Functions.GetQBPlayers()) do player.Functions.Save() end
  end },
  { 'qbx_core', function()
    for source in pairs(exports.qbx_core:GetQBPlayers()) do exports.qbx_core:Save(source) end
  end },
}

-- Queries are worked off in order, more or less; one more that is answered means that the database took the others.
local function settle()
  if not isStarted('oxmysql') then return Wait(500) end
  local answered = promise.new()
  exports.oxmysql:scalar('SELECT 1', {}, function(value) answered:resolve(value ~= nil) end)
  SetTimeout(20000, function() answered:resolve(false) end)
  if not Citizen.Await(answered) then error('the database does not answer', 0) end
end

command('gse_save', function()
  saves = saves + 1
  local number = saves
  CreateThread(function()
    local failure
    local function try(run)
      local ok, message = pcall(run)
      if not ok then failure = failure or message end
    end
    for _, saver in ipairs(savers) do
      if isStarted(saver[1]) then try(saver[2]) end
    end
    for name in GetConvar('gse_saveCommands', ''):gmatch('%S+') do try(function() ExecuteCommand(name) end) end
    TriggerEvent('gse:save')
    try(settle)
    if failure then print(('save %d failed: %s'):format(number, plain(failure))) else print(('saved %d'):format(number)) end
  end)
  done('Save %d has begun.', number)
end)

-- Everybody is sent away first: most scripts save a player when they go.
command('gse_quit', function(reason)
  reason = plain(reason or 'The server stops.'):gsub('"', "'")
  if leaving then return done('Leaving already.') end
  leaving = true
  done('Leaving: %s', reason)
  CreateThread(function()
    TriggerEvent('txAdmin:events:serverShuttingDown', { delay = 5000, author = 'gse', message = reason })
    Wait(3000)
    for _, id in ipairs(GetPlayers()) do DropPlayer(id, reason) end
    Wait(2000)
    -- txAdmin would start the server again, so the start script ends them both; it looks for this file.
    if GetConvar('gse_variant', 'bare') == 'txadmin' then SaveResourceFile(GetCurrentResourceName(), 'leave', reason, -1)
    else ExecuteCommand(('quit "%s"'):format(reason)) end
  end)
end)
`;
