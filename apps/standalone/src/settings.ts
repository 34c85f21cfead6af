import { commonSettings, declareSettings, logSettings, oneOf, port, stopSettings, text, yesOrNo, type SettingsValues } from '@gse/process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOCAL_IMAGE } from './local-programs.ts';
import { RUNTIME_CHOICES } from './runtimes.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));

/** A folder. A relative one is meant relative to the checkout, so that it does not depend on where the command is typed. */
const folder = text().transform((path) => resolve(checkout, path));

/** How this machine runs games. */
const runtimeSetting = {
  env: 'GSE_RUNTIME',
  schema: oneOf(RUNTIME_CHOICES),
  description: 'How games run: in containers, simulated, or auto: in containers where there is an engine.',
  default: 'auto',
} as const;

const gamesSetting = {
  env: 'GSE_GAMES',
  schema: text().optional(),
  description: 'Packages of further games, by name or folder, separated by commas.',
  otherwise: 'the games of this edition',
} as const;

/** The settings of the one-machine edition. */
export const machineSettings = declareSettings({
  host: {
    env: 'GSE_HOST',
    schema: text(253),
    description: 'Address to listen on, games included. On a computer with two such machines, one takes 127.0.0.2.',
    default: '127.0.0.1',
  },
  port: { env: 'GSE_PORT', schema: port(), description: 'Port to listen on. 0 takes any free port.', default: '8080' },
  dataDir: {
    env: 'GSE_DATA_DIR',
    schema: folder,
    description: 'Database, worlds, keys and the kubeconfig; relative to the checkout.',
    default: '.gse',
  },
  runtime: runtimeSetting,
  games: gamesSetting,
  logLevel: { ...logSettings.logLevel, default: 'warn' },
  logFormat: logSettings.logFormat,
});

/** Everything a person may set on one machine. */
export type Settings = Omit<SettingsValues<typeof machineSettings>, 'logLevel' | 'logFormat'>;

/** The settings of the node as a process of its own. */
export const nodeSettings = declareSettings({
  ...logSettings,
  statusPort: { ...commonSettings.statusPort, default: '0' },
  kubeconfig: { ...commonSettings.kubeconfig, otherwise: '~/.kube/config' },
  nodeName: {
    env: 'GSE_NODE_NAME',
    schema: text(63)
      .regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/, 'must be a name of a Node: small letters, digits, - and .')
      .optional(),
    description: 'Name of the Node object.',
    otherwise: "the machine's host name",
  },
  dataDir: {
    env: 'GSE_DATA_DIR',
    schema: folder,
    description: 'Volumes, pod folders and logs; relative to the checkout.',
    default: '.gse/lab-node',
  },
  runtime: { ...runtimeSetting, default: 'simulated' },
  games: gamesSetting,
  agentImage: {
    env: 'GSE_AGENT_IMAGE',
    schema: text(),
    description: 'Containers of this image run as programs of this checkout; the same as for the operator.',
    default: LOCAL_IMAGE,
  },
  advertisedHost: { env: 'GSE_ADVERTISED_HOST', schema: text(253), description: 'Address that players are told.', default: '127.0.0.1' },
  bindAddress: { env: 'GSE_HOST', schema: text(45), description: 'Address that games listen on.', default: '127.0.0.1' },
  bindsPods: {
    env: 'GSE_BIND_PODS',
    schema: yesOrNo(),
    description: 'Takes pods that nobody has assigned, for clusters without a scheduler.',
    default: 'true',
  },
  loadBalancer: {
    env: 'GSE_LOAD_BALANCER',
    schema: yesOrNo(),
    description: 'Gives Services of the type LoadBalancer the advertised address, for clusters where nobody else does.',
    default: 'true',
  },
  drain: {
    env: 'GSE_DRAIN',
    schema: yesOrNo(),
    description: 'Saves and stops the games when the node stops. Without, it goes as a machine goes that loses its power.',
    default: 'true',
  },
  stopSeconds: { ...stopSettings.stopSeconds, description: 'How long games may take to save after a signal.', default: '150' },
});
