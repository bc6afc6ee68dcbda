import 'server-only';

type Metric = { kind: 'gauge' | 'counter'; label?: string; help: string };

/** Every metric of `GET /metrics`; docs/operations.md says what each means for whoever runs Rowmill. */
export const METRICS = {
  rowmill_info: { kind: 'gauge', label: 'version', help: 'Always 1; the label is the version.' },
  rowmill_workers: { kind: 'gauge', help: 'Workers seen within the last 20 seconds.' },
  rowmill_tasks_due: { kind: 'gauge', label: 'task', help: 'Tasks that could be worked on now and wait for a worker.' },
  rowmill_tasks_later: { kind: 'gauge', label: 'task', help: 'Tasks put off to a later time.' },
  rowmill_tasks_active: { kind: 'gauge', label: 'task', help: 'Tasks a worker has in hand.' },
  rowmill_task_oldest_due_seconds: {
    kind: 'gauge',
    label: 'task',
    help: 'How long the task that waits longest has been due.',
  },
  rowmill_task_failures_total: { kind: 'counter', label: 'task', help: 'Tries of tasks that failed and are repeated.' },
  rowmill_tasks_given_up_total: { kind: 'counter', label: 'task', help: 'Tasks that nothing would make succeed.' },
  rowmill_tasks_parked: {
    kind: 'gauge',
    label: 'task',
    help: 'Tasks put aside because every process they were tried in died.',
  },
  rowmill_batches: { kind: 'gauge', label: 'status', help: 'Batches by status, those that are over included.' },
  rowmill_rows: { kind: 'gauge', label: 'status', help: 'Rows by status of runs that are not over.' },
  rowmill_rows_settled_total: {
    kind: 'counter',
    label: 'result',
    help: 'Rows whose result was read or written off, once for every attempt.',
  },
  rowmill_provider_errors_total: { kind: 'counter', label: 'kind', help: 'Requests to providers that failed.' },
  rowmill_poll_lag_seconds: {
    kind: 'gauge',
    help: 'How long the batch that was not looked at for longest is overdue.',
  },
  rowmill_duplicate_submissions_total: {
    kind: 'counter',
    help: 'Second batches a provider made for one submission; each was stopped.',
  },
  rowmill_alarms: { kind: 'gauge', help: 'Alarms in the logs of all runs.' },
  rowmill_runs_not_adding_up: {
    kind: 'gauge',
    help: 'Runs whose rows, counters and bookings differed at their last check.',
  },
  rowmill_last_sweep_age_seconds: { kind: 'gauge', help: 'Seconds since the last sweep ended; they come every 30.' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** One value of a metric; `label` is the value of the metric's label, if it has one. */
export type Sample = { name: MetricName; label?: string; value: number };
