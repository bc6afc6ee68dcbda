import 'server-only';
import type { z } from 'zod';
import type { BudgetInput } from '#lib/budgets/schema.ts';
import type { Dataset } from '#lib/datasets/schema.ts';
import type { Run, RunInput } from '#lib/runs/schema.ts';

const DATASET_ID = 'ds_4f0w2k9x7m1c8v3b6n5q0z2j';
export const EXAMPLE_APPROVAL_ID = 'apr_8m2k4j6h0g9f7d5s3a1q2w4e';
const RUN_ID = 'run_7h3d9s1l5p0o8i6u4y2t3r1e';

export const EXAMPLE_DATASET: Dataset = {
  id: DATASET_ID,
  name: 'tickets',
  rowCount: 10_003,
  sizeBytes: 839_073,
  encoding: 'utf-8',
  delimiter: ',',
  hasHeader: true,
  columns: [
    { name: 'text', type: 'text', emptyCount: 0 },
    { name: 'category', type: 'category', emptyCount: 0 },
  ],
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  notes: [],
  isSample: false,
  createdAt: '2026-11-20T12:00:00.000Z',
};

export const EXAMPLE_RUN_INPUT: z.input<typeof RunInput> = {
  datasetId: DATASET_ID,
  name: 'Label tickets',
  model: 'gpt-4o-mini',
  connection: 'sandbox',
  prompt: { system: 'You label bank support messages.', user: 'Message: {{text}}' },
  output: { kind: 'label', labels: ['lost_card', 'card_arrival', 'other'] },
  parameters: { temperature: 0, maxOutputTokens: 200 },
  retry: { maxAttempts: 3 },
  labels: ['Q4 support'],
  launch: true,
};

export const EXAMPLE_RUN: Run = {
  id: RUN_ID,
  name: 'Label tickets',
  datasetId: DATASET_ID,
  model: 'gpt-4o-mini',
  connection: 'sandbox',
  labels: ['Q4 support'],
  status: 'succeeded',
  reason: null,
  simulated: true,
  approval: null,
  budgetUsd: null,
  counts: { total: 10_003, waiting: 0, inFlight: 0, succeeded: 10_003, failed: 0, canceled: 0, skipped: 0 },
  rowsPerRequest: 1,
  sameRows: 0,
  reusedRows: 0,
  usage: { inputTokens: 1_200_360, cachedInputTokens: 0, outputTokens: 50_015 },
  cost: {
    estimate: {
      ...{ lowUsd: '0.102000', expectedUsd: '0.105000', highUsd: '0.150000', aloneUsd: null },
      errorPercent: '0.0',
      outcome: {
        ...{
          estimatedRows: 10_003,
          billedRows: 10_003,
          expectedUsd: '0.105000',
          paidUsd: '0.1050315',
          isInRange: true,
        },
        input: { expectedTokens: 120, paidTokens: 120, differenceUsd: '0.000000' },
        output: { expectedTokens: 4.99, paidTokens: 5, differenceUsd: '0.000030' },
        cacheUsd: '0.000000',
      },
    },
    batchUsd: '0.1050315',
    nowUsd: '0.000000',
    realtimeUsd: '0.210063',
    savedUsd: '0.1050315',
    duplicateUsd: '0',
    unknownAnswers: 0,
    unsentRows: 0,
    unsentUsd: '0',
  },
  batches: [
    {
      id: 'bat_1q2w3e4r5t6y7u8i9o0p1a2s',
      number: 1,
      attempt: 1,
      lane: 'batch',
      status: 'completed',
      providerBatchId: 'batch_6731f2',
      providerStatus: 'completed',
      requestCount: 10_003,
      rowCount: 10_003,
      succeeded: 10_003,
      failed: 0,
      reason: null,
      nextTryAt: null,
      submittedAt: '2026-11-20T12:01:00.000Z',
      finishedAt: '2026-11-20T12:20:00.000Z',
    },
  ],
  createdAt: '2026-11-20T12:00:30.000Z',
  startedAt: '2026-11-20T12:00:31.000Z',
  finishedAt: '2026-11-20T12:20:01.000Z',
};

export const EXAMPLE_BUDGET_INPUT: z.input<typeof BudgetInput> = {
  name: 'Q4 labels',
  scope: { kind: 'label', label: 'Q4 support' },
  amountUsd: '100.00',
  thresholds: [50, 80, 100],
  pausesLaunches: true,
};
