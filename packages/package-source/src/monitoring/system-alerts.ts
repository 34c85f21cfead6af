import type { Alert } from './alert.ts';
import { JOBS } from './jobs.ts';

const operator = `job="${JOBS.operator}"`;
const api = `job="${JOBS.api}"`;
/** Name of the program in an alert. */
const JOB_WORDS = '{{ $labels.job }}';

/** What goes wrong with operator and API. */
export const systemAlerts: readonly Alert[] = [
  {
    name: 'GseOperatorDown',
    severity: 'critical',
    holds: '5m',
    expr: `max by (job) (up{${operator}}) == 0`,
    about: JOB_WORDS,
    summary: 'No operator answers: games run on, and nothing that is ordered happens.',
  },
  {
    name: 'GseOperatorNoLeader',
    severity: 'critical',
    holds: '3m',
    expr: `max by (job) (leader_election_master_status{${operator}}) == 0`,
    about: JOB_WORDS,
    summary: 'Operators run and none of them leads, so nothing that is ordered happens.',
  },
  {
    name: 'GseOperatorStuck',
    severity: 'critical',
    holds: '5m',
    expr: `max by (job, name) (workqueue_longest_running_processor_seconds{${operator}}) > 300`,
    about: `${JOB_WORDS}/{{ $labels.name }}`,
    summary: 'The operator has been at one server for more than five minutes (controller {{ $labels.name }}).',
  },
  {
    name: 'GseOperatorQueueGrowing',
    severity: 'warning',
    holds: '15m',
    expr: `sum by (job, name) (workqueue_depth{${operator}}) > 50`,
    about: `${JOB_WORDS}/{{ $labels.name }}`,
    summary: 'The operator does not keep up: servers wait in the queue of {{ $labels.name }}.',
  },
  {
    name: 'GseOperatorErrors',
    severity: 'warning',
    holds: '15m',
    expr: [
      `sum by (job, controller) (rate(controller_runtime_reconcile_errors_total{${operator}}[10m]))`,
      `/ sum by (job, controller) (rate(controller_runtime_reconcile_total{${operator}}[10m])) > 0.25`,
      `and sum by (job, controller) (rate(controller_runtime_reconcile_errors_total{${operator}}[10m])) > 0.02`,
    ].join('\n'),
    about: `${JOB_WORDS}/{{ $labels.controller }}`,
    summary: 'More than a quarter of the work of the controller {{ $labels.controller }} ends with an error.',
  },
  {
    name: 'GseClusterApiErrors',
    severity: 'warning',
    holds: '10m',
    expr: [
      `sum by (job) (rate(rest_client_requests_total{job=~"${JOBS.operator}|${JOBS.api}", code=~"5..|<error>"}[5m]))`,
      `/ sum by (job) (rate(rest_client_requests_total{job=~"${JOBS.operator}|${JOBS.api}"}[5m])) > 0.2`,
    ].join('\n'),
    about: JOB_WORDS,
    summary: `Every fifth request of ${JOB_WORDS} to the API of the cluster fails.`,
  },
  {
    name: 'GseApiDown',
    severity: 'critical',
    holds: '5m',
    expr: `max by (job) (up{${api}}) == 0`,
    about: JOB_WORDS,
    summary: 'Our API does not answer: no pages and no console; games run on.',
  },
  {
    name: 'GseApiErrors',
    severity: 'warning',
    holds: '10m',
    expr: [
      `sum by (job) (rate(gse_api_requests_total{${api}, status=~"5.."}[5m]))`,
      `/ sum by (job) (rate(gse_api_requests_total{${api}}[5m])) > 0.05`,
      `and sum by (job) (rate(gse_api_requests_total{${api}, status=~"5.."}[5m])) > 0.02`,
    ].join('\n'),
    about: JOB_WORDS,
    summary: 'More than one in twenty requests to our API ends with an error of ours.',
  },
];
