import { expect, test } from 'vitest';
import { commonSettings, declareSettings, readSettings, SettingsError, text, webAddress, wholeNumber, yesOrNo } from '../index.ts';
import { settingsHelp } from './help.ts';

const settings = declareSettings({
  ...commonSettings,
  agentImage: { env: 'GSE_AGENT_IMAGE', schema: text(), description: 'Image of the agent.', example: 'registry.example/gse:1' },
  isCareful: { env: 'GSE_CAREFUL', schema: yesOrNo(), description: 'Care.', default: 'true' },
  seconds: { env: 'GSE_SECONDS', schema: wholeNumber(1, 60), description: 'Time.', default: '20' },
  publicUrl: { env: 'GSE_PUBLIC_URL', schema: webAddress().optional(), description: 'Address.', otherwise: 'the one of the request' },
});

function problemsOf(argv: string[], env: Record<string, string> = {}): readonly string[] {
  try {
    readSettings(settings, { argv, env });
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
  }
  throw new Error('there was no mistake');
}

test('a flag outranks its variable, a variable the default', () => {
  const env = { GSE_AGENT_IMAGE: 'image', GSE_SECONDS: '30', GSE_LOG_LEVEL: 'warn', UNRELATED: 'x' };
  const values = readSettings(settings, { argv: ['--seconds', '40', '--careful=false'], env });
  expect(values).toMatchObject({
    agentImage: 'image',
    seconds: 40,
    logLevel: 'warn',
    isCareful: false,
    statusPort: 8081,
    games: undefined,
  });
});

test('empty text counts as not given, and an empty flag brings the default back', () => {
  const env = { GSE_AGENT_IMAGE: 'image', GSE_SECONDS: '', GSE_LOG_LEVEL: 'warn' };
  expect(readSettings(settings, { argv: ['--log-level='], env })).toMatchObject({ seconds: 20, logLevel: 'info' });
});

test('every mistake is named at once, with where it is and what is allowed', () => {
  const argv = [
    'extra',
    '--seconds=61',
    '--careful',
    '--colour=red',
    '--tracing=none',
    '--tracing=otlp',
    '-v',
    '--public-url',
    '--status-port=1',
  ];
  expect(problemsOf(argv, { GSE_LOG_LEVEL: 'loud', GSE_LOG_FORMAT: 'xml' })).toEqual([
    '"extra" is not expected here; settings are given as --name=value',
    '--careful needs a value, as in --careful=value',
    '--colour is not known; --help lists what there is',
    '--tracing is given twice',
    '-v is not known; --help lists what there is',
    '--public-url needs a value, as in --public-url=value',
    'GSE_LOG_LEVEL is "loud": must be debug, info, warn or error',
    'GSE_LOG_FORMAT is "xml": must be json or text',
    '--agent-image (GSE_AGENT_IMAGE) is required. Image of the agent. For example: registry.example/gse:1',
    '--seconds is "61": must be a whole number from 1 to 60',
  ]);
});

test('credentials in a mistaken value are not repeated', () => {
  expect(problemsOf(['--agent-image=x', '--password', 'hunter2'])).toEqual(['--password is not known; --help lists what there is']);
  const [problem] = problemsOf(['--agent-image=x', '--public-url=https://ann:hunter2@games.example/'], {});
  expect(problem).toMatch(/^--public-url is "https:\/\/…@games.example\/": must be an address/);
  const long = problemsOf(['--agent-image=x', `--log-level=${'y'.repeat(5000)}`], {}).join();
  expect(long.length).toBeLessThan(200);
});

test('the declaration itself is checked', () => {
  const setting = { env: 'GSE_A', schema: wholeNumber(1, 2), description: 'A.' };
  expect(() => declareSettings({ a: { ...setting, default: '3' } })).toThrow('its default 3 is not allowed');
  expect(() => declareSettings({ a: setting, b: { ...setting, env: 'A' } })).toThrow('a and b both are --a');
  expect(() => declareSettings({ a: { ...setting, env: 'gse-a' } })).toThrow('no name of a variable');
});

test('the help says what is required, and what holds otherwise', () => {
  const help = settingsHelp('gse-example', settings);
  expect(help).toContain('  --agent-image=…   GSE_AGENT_IMAGE\n      Image of the agent. Required.\n');
  expect(help).toContain('  --careful=…   GSE_CAREFUL\n      Care. Default: true.\n');
  expect(help).toContain('Address. Without it: the one of the request.');
  expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(130);
});
