import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import pg from 'pg';

// Prisma's schema engine as WebAssembly: the native one has to be downloaded from a host that is often out of reach.

const CHAR = 18;
const TEXT = 25;

/**
 * The statements that turn a database into what the schema says; null when they agree. What Prisma has no words for
 * (checks, triggers, functions, partial indexes) belongs to the migrations alone and is no difference.
 * @param {string} databaseUrl a database with every migration applied
 * @param {string} schemaPath of `schema.prisma`
 * @returns {Promise<string | null>}
 */
export async function diffSchema(databaseUrl, schemaPath) {
  const content = fs.readFileSync(schemaPath, 'utf8');
  const files = [{ path: schemaPath, content }];
  const pool = new CatalogPool({ connectionString: databaseUrl, Client: CatalogClient, max: 2 });
  try {
    const engine = await loadEngine(pool, [[schemaPath, content]]);
    const diff = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: path.dirname(schemaPath) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    engine.free();
    return diff.exitCode === 2 ? diff.stdout : null;
  } finally {
    await pool.end().catch(() => {});
  }
}

let loading;

async function loadEngine(pool, datamodels) {
  // The generated bindings know one instance only; a second would read the first one's memory.
  loading ??= loadBindings();
  const bindings = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  return bindings.SchemaEngine.new({ datamodels }, () => {}, adapter);
}

async function loadBindings() {
  const require = createRequire(import.meta.url);
  const glue = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = await import(pathToFileURL(glue).href);
  const bytes = fs.readFileSync(path.join(path.dirname(glue), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message) {
      this.message = message;
    },
    get() {
      return this.message;
    },
  };
  return bindings;
}

// The engine reads columns of the catalog's one-byte "char", a type the adapter refuses; as text it is the same letter.
class CatalogClient extends pg.Client {
  query(...rest) {
    return readable(super.query(...rest));
  }
}

class CatalogPool extends pg.Pool {
  query(...rest) {
    return readable(super.query(...rest));
  }
}

function readable(pending) {
  if (typeof pending?.then !== 'function') return pending;
  return pending.then((result) => {
    for (const field of result?.fields ?? []) {
      // Checks and exclusions: the schema has no words for them, and the engine breaks on the letter of their kind.
      if (field.name === 'constraint_type') result.rows = [];
      if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    }
    return result;
  });
}
