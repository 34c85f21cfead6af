/** The API group of every GSE resource. */
export const GROUP = 'gse.cozystack.io';
/** The one served and stored version. */
export const VERSION = 'v1alpha1';
/** `apiVersion` as it stands in manifests. */
export const API_VERSION = `${GROUP}/${VERSION}`;

/** Labels that the operator puts on everything it makes for a server; one selector finds them all. */
export const LABELS = {
  /** Value: the GameServer's name. */
  server: `${GROUP}/server`,
  /** Value: the game's id. */
  game: `${GROUP}/game`,
  /** On the edition's own pods: operator or api. */
  component: `${GROUP}/component`,
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  managedBy: 'app.kubernetes.io/managed-by',
} as const;

/** Annotations with a meaning to more than one component. */
export const ANNOTATIONS = {
  /** On a Pod: JSON map from `<containerPort>/<protocol>` to `<host>:<port>`, written by the one-machine node. */
  portMap: 'node.gse.cozystack.io/port-map',
  /** On a Pod: JSON of what it was started with (generation, version, resources, settings). */
  applied: `${GROUP}/applied`,
  /** On an object made for a server: a hash of what was wanted of it, with a plus in front as long as it is as it was created. */
  hash: `${GROUP}/wanted`,
  /** On a Secret with credentials, by whoever made it: `true` when it is to be deleted after the server, and only then. */
  goesWithServer: `${GROUP}/goes-with-server`,
  /** On a GameOperation or GameServer: who asked, as the API authenticated them. */
  actor: `${GROUP}/actor`,
} as const;

/** Holds a GameServer until its workload is stopped (world saved) and what must go has gone. */
export const SERVER_FINALIZER = `${GROUP}/server`;

/** Where GameServers live in the API. */
export const GAME_SERVER_KIND = { apiVersion: API_VERSION, kind: 'GameServer', plural: 'gameservers', namespaced: true } as const;
/** Where GameOperations live in the API. */
export const GAME_OPERATION_KIND = { apiVersion: API_VERSION, kind: 'GameOperation', plural: 'gameoperations', namespaced: true } as const;
