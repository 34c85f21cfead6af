import { SECRETS_PATH } from '@gse/sdk';

/** Container port the agent listens on, and its name in the pod. */
export const AGENT_PORT = 8099;
/** Name of that port in the pod. */
export const AGENT_PORT_NAME = 'agent';

/** Path that answers 200 while players can join and 503 otherwise, without a token: kubelets ask. */
export const AGENT_READY_PATH = '/v1/readyz';
/** Id of the secret file with the bearer token that operator and API show the agent. */
export const AGENT_TOKEN_SECRET = 'agentToken';

/** Where the agent finds things inside the pod; on one machine the node rewrites these paths. */
export const AGENT_PATHS = {
  /** Scratch volume shared by prepare, agent and game container. */
  shared: '/gse',
  /** Folder of `server.json`. */
  config: '/gse-config',
  /** Folder with one file per secret id. */
  secrets: SECRETS_PATH,
} as const;

/** Name of the file in the config folder that tells the agent what it looks after. */
export const SERVER_CONFIG_FILE = 'server.json';

/** Files in the shared volume with which game container and agent agree on the end of the game. */
export const DRAIN_FILES = {
  /** Made by the game container's preStop hook: save and stop. */
  request: 'drain',
  /**
   * A request that nobody has made yet: an empty file, which the agent makes and the hook renames. Where the disk is full no file
   * can be made, but one that is there can always get another name.
   */
  blank: 'drain.blank',
  /** Written by the agent when the hook may let go. */
  done: 'drained',
} as const;

/** Environment variables of the agent. */
export const AGENT_ENV = {
  data: 'GSE_DATA',
  shared: 'GSE_SHARED',
  secrets: 'GSE_SECRETS',
  config: 'GSE_CONFIG',
  port: 'GSE_AGENT_PORT',
  /** Seconds of warning for players whose pod is taken away from outside; its grace period has them on top of save and stop. */
  evictionNotice: 'GSE_EVICTION_NOTICE_SECONDS',
  /** JSON from `<containerPort>/<TCP|UDP>` to `<host>:<port>`, where container ports are not reachable as such. */
  portMap: 'GSE_PORT_MAP',
  /** `true` when the adapter's simulator stands in for the game. */
  simulated: 'GSE_SIMULATED',
} as const;
