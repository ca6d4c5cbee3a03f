import type { TObject, TSchema } from 'typebox';
import type { Answer, Api, Content, Operation } from './operation.ts';
import { PROBLEMS, ProblemSchema, type ProblemCode } from './problem.ts';

type Json = Readonly<Record<string, unknown>>;

/** As in the paths: it changes when a client would have to. */
const API_VERSION = '1';

/** The OpenAPI 3.1 document of a service, written from its table of calls. */
export function openApiDocument(api: Api): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [operationId, operation] of Object.entries(api.operations)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describeOperation(operationId, operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: api.title,
      description: api.description,
      version: API_VERSION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: `${api.server} by default` }],
    ...withNamedSchemas(paths),
  };
}

function describeOperation(operationId: string, operation: Operation): Json {
  return {
    operationId,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    parameters: [
      ...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name ?? '')),
      ...parameters('query', operation.query),
      ...parameters('header', operation.headers),
    ],
    ...(operation.body && { requestBody: { required: true, content: describeContent(operation.body) } }),
    responses: { ...describeAnswers(operation.answers), ...describeProblems(operation.problems) },
  };
}

function pathParameter(name: string): Json {
  return {
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: `Its ${name}.`,
  };
}

function parameters(place: 'query' | 'header', schema: TObject | undefined): Json[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => {
    const { description } = property as { description?: string };
    return { name, in: place, description, schema: property, ...(place === 'query' && { explode: true }) };
  });
}

function describeContent(content: Content): Json {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, schema]: [string, TSchema]) => [mediaType, { schema }]),
  );
}

function describeAnswers(answers: Operation['answers']): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, content, headers }]: [string, Answer]) => [
      status,
      {
        description,
        ...(headers && { headers: describeHeaders(headers) }),
        ...(content && { content: describeContent(content) }),
      },
    ]),
  );
}

function describeHeaders(headers: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );
}

/** Several problems may share a status: their codes are listed in its description. */
function describeProblems(codes: readonly ProblemCode[]): Json {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    ]),
  );
}

/** The paths, with every schema that has a name (`$id`) told once, among the components. */
function withNamedSchemas(paths: Json): Json {
  const schemas: Record<string, unknown> = {};
  const refer = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    if (typeof value !== 'object' || value === null) return value;
    const { $id, ...rest } = value as { $id?: string };
    const referred = Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, refer(part)]));
    if ($id === undefined) return referred;
    schemas[$id] = referred;
    return { $ref: `#/components/schemas/${$id}` };
  };
  return { paths: refer(paths), components: { schemas } };
}
