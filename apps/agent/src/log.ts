/** Takes the lines an agent has to say. Where they go, and what stands around them, is up to whatever runs it. */
export type AgentLog = (line: string, level?: 'info' | 'warn' | 'error') => void;
