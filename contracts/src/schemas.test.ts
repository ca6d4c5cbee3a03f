import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { DATABASE_API } from './database-api.ts';
import { EVENT_API } from './event-api.ts';
import { EXAMPLE_EVENT, EXAMPLE_REPORT, SMALLEST_REPORT } from './examples.ts';
import { EventReportSchema } from './event-report.ts';
import { openApiDocument } from './openapi.ts';
import { OperationalEventSchema } from './operational-event.ts';
import { COMMAND_SCHEMAS } from './operator-command.ts';
import { PROBLEMS } from './problem.ts';

const accepts = (schema: TSchema, value: unknown): boolean => Compile(schema).Check(value);

describe('the schemas', () => {
  it('take their own examples', () => {
    assert.ok(accepts(EventReportSchema, SMALLEST_REPORT));
    assert.ok(accepts(EventReportSchema, EXAMPLE_REPORT));
    assert.ok(accepts(OperationalEventSchema, EXAMPLE_EVENT));
  });

  it('refuse what a report or a command does not know', () => {
    assert.ok(!accepts(EventReportSchema, { ...SMALLEST_REPORT, severity: 'high' }));
    for (const schema of Object.values(COMMAND_SCHEMAS))
      assert.ok(!accepts(schema, { note: 'n', force: true }));
  });

  it('describe every field, with an example', () => {
    const lacking: string[] = [];
    for (const api of [DATABASE_API, EVENT_API]) describeFields(openApiDocument(api), '#', lacking);
    assert.deepEqual(lacking, []);
  });
});

/** Notes each property that a reader of the API would meet without a word of explanation. */
function describeFields(node: unknown, place: string, lacking: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) describeFields(value, `${place}/${name}`, lacking);
  if (!('properties' in node) || !('type' in node)) return;
  for (const [name, field] of Object.entries(node.properties as Record<string, object>)) {
    if ('$ref' in field) continue;
    const composed = 'items' in field || 'anyOf' in field || 'properties' in field;
    if (!('description' in field) || !(composed || 'examples' in field)) lacking.push(`${place}/${name}`);
  }
}

describe('the calls', () => {
  it('name problems that the table knows', () => {
    for (const { operations } of [DATABASE_API, EVENT_API]) {
      for (const { problems } of Object.values(operations))
        for (const code of problems) assert.ok(code in PROBLEMS);
    }
  });
});
