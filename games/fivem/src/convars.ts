import type { FiveMSettings } from './settings/index.ts';

/** A variable of the server. What players see of it is decided by how it is set: `sets` shows it in the server list. */
export interface Convar {
  readonly name: string;
  /** Word in front of the name; absent for variables that the server itself has made. */
  readonly setter?: 'set' | 'sets';
  /** Absent values take the variable out of server.cfg. */
  readonly value: string | number | boolean | null;
}

/** Absent instead of empty: an empty text would be shown. */
const shown = (text: string): string | null => (text === '' ? null : text);

/** Variables by setting. One table for server.cfg and for what the running server is told. */
export function convars(settings: FiveMSettings): Partial<Record<keyof FiveMSettings, Convar>> {
  return {
    hostname: { name: 'sv_hostname', value: settings.hostname },
    projectName: { name: 'sv_projectName', setter: 'sets', value: shown(settings.projectName) },
    projectDescription: { name: 'sv_projectDesc', setter: 'sets', value: shown(settings.projectDescription) },
    tags: { name: 'tags', setter: 'sets', value: shown(settings.tags.join(', ')) },
    locale: { name: 'locale', setter: 'sets', value: settings.locale },
    maxPlayers: { name: 'sv_maxclients', value: settings.maxPlayers },
    // Empty: nobody is told of the server. Absent: Cfx.re's own list.
    listed: { name: 'sv_master1', value: settings.listed ? null : '' },
    icon: { name: 'load_server_icon', value: settings.icon ? 'icon.png' : null },
    bannerDetail: { name: 'banner_detail', setter: 'sets', value: shown(settings.bannerDetail) },
    bannerConnecting: { name: 'banner_connecting', setter: 'sets', value: shown(settings.bannerConnecting) },

    game: { name: 'gamename', setter: 'set', value: settings.game },
    gameBuild: { name: 'sv_enforceGameBuild', setter: 'set', value: shown(settings.gameBuild) },
    onesync: { name: 'onesync', setter: 'set', value: settings.onesync },
    population: { name: 'onesync_population', setter: 'set', value: settings.population },
    pureLevel: { name: 'sv_pureLevel', setter: 'set', value: settings.pureLevel },
    scriptHookAllowed: { name: 'sv_scriptHookAllowed', value: settings.scriptHookAllowed },
    entityLockdown: { name: 'sv_entityLockdown', setter: 'set', value: settings.entityLockdown },
    networkedPhoneExplosions: { name: 'sv_enableNetworkedPhoneExplosions', setter: 'set', value: settings.networkedPhoneExplosions },
    filterRequestControl: { name: 'sv_filterRequestControl', setter: 'set', value: settings.filterRequestControl },
    stateBagStrictMode: { name: 'sv_stateBagStrictMode', setter: 'set', value: settings.stateBagStrictMode },

    endpointPrivacy: { name: 'sv_endpointPrivacy', value: settings.endpointPrivacy },
    requestParanoia: { name: 'sv_requestParanoia', setter: 'set', value: settings.requestParanoia },
    connectionTimeout: { name: 'sv_tcpConnectionTimeoutSeconds', setter: 'set', value: settings.connectionTimeout },

    showJoins: { name: 'chat_showJoins', setter: 'set', value: Number(settings.showJoins) },
    showQuits: { name: 'chat_showQuits', setter: 'set', value: Number(settings.showQuits) },

    // By default every private address counts as a proxy. In a cluster that is every player: all would have one address and
    // no limits. Only the agent, on the loopback, may ask without limits.
    proxyRanges: { name: 'sv_proxyIPRanges', setter: 'set', value: ['127.0.0.1/32', ...settings.proxyRanges].join(' ') },
    publicEndpoints: { name: 'sv_endpoints', setter: 'set', value: shown(settings.publicEndpoints) },
    listingHost: { name: 'sv_listingHostOverride', setter: 'set', value: shown(settings.listingHost) },
    indirectListing: { name: 'sv_forceIndirectListing', setter: 'set', value: settings.indirectListing },
    slowQueryWarning: { name: 'mysql_slow_query_warning', setter: 'set', value: settings.slowQueryWarning },
  };
}

/** The platform's own variables, which its resource reads. */
export function ownConvars(settings: FiveMSettings): Partial<Record<keyof FiveMSettings, Convar>> {
  return {
    variant: { name: 'gse_variant', setter: 'set', value: settings.variant },
    saveCommands: { name: 'gse_saveCommands', setter: 'set', value: settings.saveCommands.join(' ') },
    announceName: { name: 'gse_announceName', setter: 'set', value: settings.announceName },
    announceEvents: { name: 'gse_announceEvents', setter: 'set', value: Number(settings.announceEvents) },
  };
}
