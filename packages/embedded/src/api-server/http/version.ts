/** The Kubernetes version whose API this is; clients derive from it what they may use. */
export const serverVersion = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.4+gse',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
} as const;
