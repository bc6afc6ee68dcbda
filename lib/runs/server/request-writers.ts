import 'server-only';
import type { Provider } from '#lib/providers/server/provider.ts';
import { requestKey } from '#lib/runs/request-key.ts';
import { compilePackedPrompt } from '#lib/templates/packed-prompt.ts';
import { compilePrompt } from '#lib/templates/render.ts';
import type { Prompt } from '#lib/templates/schema.ts';
import { rowKey } from './row-key.ts';

/** Beyond so much text of its rows, what they share is a small part of a request, and more of them save little. */
const MAX_PACK_BYTES = 64 * 1024;
/** A line is measured before it joins others only from here on: a smaller one surely fits into a file. */
const MEASURED_BYTES = 1024 * 1024;

export type WriterSource = {
  batch: { submissionId: string; rowsPerRequest: number };
  columns: readonly string[];
  prompt: Prompt;
  /** What the model is told about the labels, or null. */
  guide: string | null;
  provider: Pick<Provider, 'requestLine'>;
  maxBytes: number;
  /** Size of the answer's schema, which every request carries. */
  schemaBytes: number;
};

/** One line of the file: a request, known by the first of its rows. `members` has all of them, where there may be several. */
export type RequestUnit = {
  rowIndex: number;
  rows: number;
  members: readonly number[] | null;
  line: string;
  sizeBytes: number;
  textBytes: number;
};

export type RequestWriter = {
  usedColumns: readonly string[];
  /** Takes the next row, in order; what it returns is ready to be sent, and need not hold this row yet. */
  add(rowIndex: number, values: readonly string[]): RequestUnit | null;
  /** What is left when no row comes any more. */
  end(): RequestUnit | null;
};

/** Is told of a row that cannot be sent, and why. */
type Refuse = (rowIndex: number, message: string) => void;

const TOO_LARGE = 'This row alone is larger than a batch may be. Shorten its cells.';

/** Makes requests out of rows: each its own, or several in one. */
export function requestWriter(source: WriterSource, refuse: Refuse): RequestWriter {
  return source.batch.rowsPerRequest > 1 ? packWriter(source, refuse) : rowWriter(source, refuse);
}

function rowWriter(source: WriterSource, refuse: Refuse): RequestWriter {
  const prompt = compilePrompt(source.prompt, source.columns, source.guide);
  return {
    usedColumns: prompt.usedColumns,
    end: () => null,
    add(rowIndex, values) {
      try {
        const unit = unitOf(source, { rowIndex, members: null, ...prompt.render(values) });
        if (unit.sizeBytes <= source.maxBytes) return unit;
        refuse(rowIndex, TOO_LARGE);
      } catch (error) {
        refuse(rowIndex, messageOf(error));
      }
      return null;
    },
  };
}

/** Puts rows together until a request has enough of them, or enough text. Two rows of one key never share a request. */
function packWriter(source: WriterSource, refuse: Refuse): RequestWriter {
  const prompt = compilePackedPrompt(source.prompt, source.columns, source.guide);
  const { submissionId, rowsPerRequest } = source.batch;
  let pack: { keys: Map<string, number>; text: string; bytes: number } | null = null;
  const end = () => {
    if (!pack) return null;
    const members = [...pack.keys.values()];
    const user = prompt.head + pack.text;
    pack = null;
    return unitOf(source, { rowIndex: members[0] ?? 0, members, system: prompt.system, user });
  };
  return {
    usedColumns: prompt.usedColumns,
    end,
    add(rowIndex, values) {
      const key = rowKey(submissionId, rowIndex);
      let line: string;
      try {
        line = prompt.line(key, values);
      } catch (error) {
        refuse(rowIndex, messageOf(error));
        return null;
      }
      const bytes = Buffer.byteLength(line) + 1;
      if (bytes > MEASURED_BYTES) {
        const alone = unitOf(source, { rowIndex, members: null, system: prompt.system, user: prompt.head + line });
        if (alone.sizeBytes > source.maxBytes) {
          refuse(rowIndex, TOO_LARGE);
          return null;
        }
      }
      const isFull =
        pack !== null &&
        (pack.keys.size >= rowsPerRequest || pack.bytes + bytes > MAX_PACK_BYTES || pack.keys.has(key));
      const ready = isFull ? end() : null;
      if (pack) {
        pack.keys.set(key, rowIndex);
        pack.text += `\n${line}`;
        pack.bytes += bytes;
      } else {
        pack = { keys: new Map([[key, rowIndex]]), text: line, bytes };
      }
      return ready;
    },
  };
}

type Asked = Pick<RequestUnit, 'rowIndex' | 'members'> & { system?: string | undefined; user: string };

function unitOf(source: WriterSource, { rowIndex, members, system, user }: Asked): RequestUnit {
  const { batch, provider, schemaBytes } = source;
  const line = `${provider.requestLine({ key: requestKey(batch.submissionId, rowIndex), system, user })}\n`;
  const textBytes = Buffer.byteLength(system ?? '') + Buffer.byteLength(user) + schemaBytes;
  return { rowIndex, rows: members?.length ?? 1, members, line, sizeBytes: Buffer.byteLength(line), textBytes };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'This row could not be put into the instruction.';
}
