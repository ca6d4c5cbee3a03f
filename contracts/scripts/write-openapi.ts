/** Writes docs/api/ from the contracts; with --check it only says what is stale, and fails. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import {
  BROKER_API,
  DATABASE_API,
  EVENT_API,
  openApiDocument,
  problemType,
  PROBLEMS,
  type ProblemCode,
} from '../src/index.ts';

const folder = join(import.meta.dirname, '../../docs/api');
const checkOnly = process.argv.includes('--check');

function problemsPage(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) => `| ${status} | \`${problemType(code as ProblemCode)}\` | ${title} |`,
  );
  return [
    '# Problems',
    '',
    'All services answer errors as `application/problem+json` (RFC 9457).',
    '',
    '| Status | `type` | Means |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

const papers = {
  'database-service.json': JSON.stringify(openApiDocument(DATABASE_API)),
  'broker-ingest.json': JSON.stringify(openApiDocument(BROKER_API)),
  'event-service.json': JSON.stringify(openApiDocument(EVENT_API)),
  'problems.md': problemsPage(),
};

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not written yet: stale like any other.
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(papers)) {
  const path = join(folder, name);
  const formatted = await format(content, { ...(await resolveConfig(path)), filepath: path });
  if (current(path) === formatted) continue;
  if (!checkOnly) writeFileSync(path, formatted);
  else {
    console.error(`docs/api/${name} is stale: run npm run openapi`);
    process.exitCode = 1;
  }
}
