import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CsvReader } from '#lib/datasets/csv-reader.ts';
import { usdString } from '#lib/money.ts';
import { findPrice } from '#lib/pricing/prices.ts';
import { parseLine } from '#lib/providers/server/parse-line.ts';
import { requestLineFor } from '#lib/providers/server/request-line.ts';
import { type AnswersByRow, compareAnswers } from '#lib/runs/compare-answers.ts';
import { requestShape } from '#lib/runs/request-shape.ts';
import type { JudgedAnswer } from '#lib/runs/server/answer-store.ts';
import { compileJudge } from '#lib/runs/server/judge-answer.ts';
import { compilePackJudge } from '#lib/runs/server/judge-pack.ts';
import { requestWriter } from '#lib/runs/server/request-writers.ts';
import { answerRequest } from '#lib/sandbox/answer.ts';
import { modelIndex, modelList } from '#lib/sandbox/models.ts';

const MODEL = 'gpt-4o-mini';
const ENDPOINT = '/v1/chat/completions';
const SUBMISSION = 'sub_bench';
const SIZES = [1, 5, 10, 20] as const;
/** Of the input tokens that one request a row takes, at the number of rows that is recommended for this sheet. */
const LIMIT = 0.2;
const RECOMMENDED = 10;

export const name = 'rows that share requests';

type Measured = {
  inputTokens: number;
  outputTokens: number;
  costPicoUsd: bigint;
  requests: number;
  answers: AnswersByRow;
};

/**
 * What 10,003 messages and 77 labels take with so many rows a request: the requests as they would be uploaded, answered and counted
 * by the simulated provider, and read as a run reads them.
 */
export async function run(): Promise<{ ok: boolean; details: string }> {
  const data = fileURLToPath(new URL('../../shared/data/banking77/', import.meta.url));
  if (!fs.existsSync(data)) return { ok: true, details: 'skipped: there is no ../shared/data' };
  const labels = JSON.parse(fs.readFileSync(`${data}categories.json`, 'utf8')) as string[];
  const rows = readRows(`${data}train.csv`);
  const measured = new Map(SIZES.map((size) => [size, measure(rows, labels, size)]));
  const alone = measured.get(1);
  if (!alone) throw new Error('One row a request was not measured.');
  const ratioOf = (one: Measured) => one.inputTokens / alone.inputTokens;
  const lines = [...measured].map(([size, one]) => {
    const { compared, agreeing } = compareAnswers(alone.answers, one.answers);
    const share = `${(100 * ratioOf(one)).toFixed(1)} % of the input`;
    const same = `${((100 * agreeing) / compared).toFixed(1)} % answered alike`;
    return `\n    ${String(size).padStart(2)} a request: ${one.requests} requests, ${one.inputTokens} tokens in (${share}), ${one.outputTokens} out, $${usdString(one.costPicoUsd)}, ${same}`;
  });
  const recommended = measured.get(RECOMMENDED);
  return { ok: recommended !== undefined && ratioOf(recommended) <= LIMIT, details: lines.join('') };
}

function readRows(file: string): string[][] {
  const rows: string[][] = [];
  const reader = new CsvReader({ delimiter: ',', hasHeader: true, mode: 'lenient' }, (cells) => rows.push(cells));
  reader.push(fs.readFileSync(file, 'utf8'));
  reader.end();
  return rows;
}

function measure(rows: readonly string[][], labels: string[], rowsPerRequest: number): Measured {
  const run = { model: MODEL, output: { kind: 'label', labels }, parameters: {}, price: findPrice(MODEL) };
  const shape = requestShape(run, rowsPerRequest);
  const writer = requestWriter(
    {
      ...{ batch: { submissionId: SUBMISSION, rowsPerRequest }, columns: ['text', 'category'], guide: null },
      ...{ prompt: { user: 'Which topic has this message of a customer of a bank?\n\n{{text}}' } },
      ...{ provider: { requestLine: requestLineFor(shape, ENDPOINT) }, maxBytes: 100 * 1024 * 1024, schemaBytes: 0 },
    },
    (rowIndex, message) => {
      throw new Error(`Row ${rowIndex}: ${message}`);
    },
  );
  const units = rows.flatMap((values, rowIndex) => writer.add(rowIndex, values) ?? []);
  const last = writer.end();
  if (last) units.push(last);
  const [judge, judgePack] = [compileJudge(run), compilePackJudge({ submissionId: SUBMISSION, run })];
  const judged = units.flatMap((unit): JudgedAnswer[] => {
    const line = parseLine(answerTo(unit.line));
    if (rowsPerRequest === 1) return [judge(unit.rowIndex, line)];
    return judgePack(
      Array.from({ length: unit.rows }, (_, index) => unit.rowIndex + index),
      line,
    ).answers;
  });
  if (judged.length !== rows.length) throw new Error(`${judged.length} of ${rows.length} rows were judged.`);
  const sum = (key: 'inputTokens' | 'outputTokens') => judged.reduce((total, one) => total + one[key], 0);
  return {
    requests: units.length,
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    costPicoUsd: judged.reduce((total, one) => total + BigInt(one.costPicoUsd ?? 0), 0n),
    answers: new Map(judged.map((one) => [one.rowIndex, one.outputs])),
  };
}

const MODELS = modelIndex(modelList());

/** A line of the result file, as the simulated provider writes it. */
function answerTo(requestLine: string): string {
  const { custom_id: key, body } = JSON.parse(requestLine);
  const model = MODELS.get(MODEL);
  if (!model) throw new Error(`The simulated provider has no ${MODEL}.`);
  const answer = answerRequest(ENDPOINT, body, model, key, 0);
  return JSON.stringify({ custom_id: key, response: { status_code: 200, body: answer.body }, error: null });
}
