/** The label `job` of what is scraped: the charts set it, alerts and dashboards ask for it. */
export const JOBS = { operator: 'gse-operator', api: 'gse-api', agent: 'gse-agent' } as const;
