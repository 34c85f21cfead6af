import type { ContainerUser, Mount } from '../runtime/container-runtime.ts';
import type { ProgramUsage } from './local-program.ts';

/** What the runtime tells a program host. */
export type MessageToHost =
  | {
      type: 'start';
      id: string;
      program: string;
      args: string[];
      env: Record<string, string>;
      mounts: Mount[];
      logPath: string;
      logMaxBytes: number;
      fileOwner: ContainerUser | undefined;
    }
  /** SIGTERM. */
  | { type: 'terminate'; id: string }
  /** SIGKILL. */
  | { type: 'kill'; id: string }
  | { type: 'exec'; execId: number; command: string[]; env: Record<string, string>; mounts: Mount[] }
  | { type: 'cancelExec'; execId: number }
  | { type: 'usage'; requestId: number; id: string };

/** What a program host tells the runtime. */
export type MessageFromHost =
  | { type: 'ready' }
  | { type: 'exited'; id: string; exitCode: number; message: string | undefined }
  | { type: 'execEnded'; execId: number; exitCode: number; output: string }
  | { type: 'usage'; requestId: number; cpuSeconds: number; memoryBytes: number; told: ProgramUsage | undefined };
