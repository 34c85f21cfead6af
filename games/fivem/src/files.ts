import { json, sourceCfg, text, type CfgDialect, type FilePatch, type PlanInput } from '@gse/sdk';
import { convars, ownConvars } from './convars.ts';
import { LICENCES } from './licences.ts';
import { PORTS } from './ports.ts';
import { RESOURCE, resourceFiles } from './resource/index.ts';
import type { FiveMSecrets } from './secrets.ts';
import { resourcesOf, type FiveMSettings } from './settings/index.ts';
import { quoted } from './text.ts';

/** Folder of server.cfg and of the resources, in which the server works. */
export const SERVER_DATA = 'server-data';
/** What the platform adds to server.cfg as a whole: resources, rights, its own resource. */
const OWN_FILE = 'gse.cfg';
/** Keys and passwords: in no argument list, and not in the file that people show each other when they ask for help. */
const SECRETS_FILE = 'gse-secrets.cfg';

/** How the server reads its console files. */
export const CFG: CfgDialect = {
  comments: ['#', '//'],
  commentsCutWords: false,
  booleans: ['false', 'true'],
  setters: ['set', 'sets', 'setr', 'seta'],
};

/** What the files are made from. */
export type FilesInput = PlanInput<FiveMSettings> & { readonly secrets: FiveMSecrets; readonly accepted: ReadonlySet<string> };

/** The managed keys of server.cfg, and the files beside it that are the platform's own. */
export function files({ settings, secrets, accepted }: FilesInput): readonly FilePatch[] {
  const isAccepted = LICENCES.every(({ id }) => accepted.has(id));
  const endpoint = `0.0.0.0:${PORTS.game.number}`;
  return [
    // In front of everything else: resources that people start below want their database and OneSync.
    sourceCfg(
      `${SERVER_DATA}/server.cfg`,
      {
        // The server prints every question of the remote console, and what it answers itself: that would be all there is to read.
        'con_addChannelFilter rcon noprint': true,
        'con_addChannelFilter rcon/cmd noprint': true,
        endpoint_add_tcp: endpoint,
        endpoint_add_udp: endpoint,
        [`exec ${SECRETS_FILE}`]: true,
        ...Object.fromEntries(
          Object.values(convars(settings)).map(({ setter, name, value }) => [setter === undefined ? name : `${setter} ${name}`, value]),
        ),
        // A second value further down would win over ours; one that people gave by hand stays while there is no other.
        rcon_password: null,
        sv_playersToken: null,
        sv_licenseKey: secrets.licenseKey === undefined ? undefined : null,
        mysql_connection_string: secrets.databaseUrl === undefined ? undefined : null,
        steam_webApiKey: secrets.steamWebApiKey === undefined ? undefined : null,
      },
      { dialect: CFG, newKeys: 'first' },
    ),
    // Last: what it starts finds everything that people set.
    sourceCfg(`${SERVER_DATA}/server.cfg`, { [`exec ${OWN_FILE}`]: true }, { dialect: CFG }),
    text(`${SERVER_DATA}/${OWN_FILE}`, ownFile(settings)),
    text(`${SERVER_DATA}/${SECRETS_FILE}`, secretsFile(secrets, isAccepted), { mode: 0o600 }),
    ...resourceFiles(`${SERVER_DATA}/resources/[gse]/${RESOURCE}`),
    ...(settings.variant === 'txadmin' ? [txAdminConfig(settings)] : []),
  ];
}

const WRITTEN = '# Written by the platform at every start; changes made here are lost. Write your own lines into server.cfg.\n';

function ownFile(settings: FiveMSettings): string {
  const set = Object.values(ownConvars(settings)).map(({ setter = 'set', name, value }) => `${setter} ${name} ${quoted(value ?? '')}`);
  return `${WRITTEN}${[
    ...set,
    'add_ace group.admin command allow',
    'add_ace group.admin command.quit deny',
    `add_ace resource.${RESOURCE} command allow`,
    // In variables, which the resource reads when it starts: whether commands of a resource are known by now is not certain.
    ...handfuls(settings.admins).map((handful, at) => `set gse_admins_${at + 1} ${quoted(handful)}`),
    ...resourcesOf(settings).map((resource) => `ensure ${quoted(resource)}`),
    `ensure ${RESOURCE}`,
  ].join('\n')}\n`;
}

/** Identifiers of administrators, ten to a text, because a line of the console must stay short. */
export function handfuls(admins: readonly string[]): readonly string[] {
  const identifiers = admins.map((admin) => (admin.includes(':') ? admin : `license:${admin}`));
  return Array.from({ length: Math.ceil(identifiers.length / 10) }, (_, at) => identifiers.slice(10 * at, 10 * at + 10).join(' '));
}

/** Without the agreement of a person the key is not used: the server then says that it has none. */
function secretsFile(secrets: FiveMSecrets, isAccepted: boolean): string {
  const values = {
    sv_licenseKey: isAccepted ? secrets.licenseKey : undefined,
    rcon_password: secrets.rconPassword,
    sv_playersToken: secrets.playersToken,
    // The console knows no quote inside of quotes; in an address it has another way to be written.
    mysql_connection_string: secrets.databaseUrl?.replaceAll('"', '%22'),
    steam_webApiKey: secrets.steamWebApiKey,
  };
  const lines = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`set ${name} ${quoted(value)}\n`]));
  return WRITTEN + lines.join('');
}

/** Tells txAdmin which server it is to run, so that its set-up asks for an account only. */
function txAdminConfig(settings: FiveMSettings): FilePatch {
  return json('txData/default/config.json', {
    version: 2,
    general: {
      serverName: settings.projectName === '' ? settings.hostname.replace(/\^\d/g, '').slice(0, 18) : settings.projectName.slice(0, 18),
    },
    server: { dataPath: `/fivem/${SERVER_DATA}`, cfgPath: 'server.cfg', onesync: settings.onesync },
  });
}
