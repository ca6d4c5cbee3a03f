import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { BUNDLE_NAMES, type BundleName } from '../../scripts/lambda-bundles.ts';
import { databaseFunctionSettings } from '../../src/database-service/function-settings.ts';
import { isUpkeepEvent } from '../../src/database-service/upkeep.ts';
import { eventFunctionSettings } from '../../src/event-service/function-settings.ts';
import { readTemplate, readTerraform, type Resource } from '../support/lambda/deployment.ts';

const OUTPUT = path.resolve(import.meta.dirname, '../../dist/lambda');
const SETTINGS: Readonly<Record<BundleName, object>> = {
  'database-service': databaseFunctionSettings,
  'event-service': eventFunctionSettings,
  'report-queue': databaseFunctionSettings,
};
/** Besides our own: what Node itself reads. */
const OTHERS = ['NODE_EXTRA_CA_CERTS'];

function knows(name: string, environment: object): void {
  const settings = Object.values(SETTINGS[name as BundleName]) as { variable: string; byDefault?: string }[];
  const known = [...settings.map(({ variable }) => variable), ...OTHERS];
  for (const variable of Object.keys(environment))
    assert.ok(known.includes(variable), `${name}: ${variable}`);
  for (const { variable, byDefault } of settings)
    if (byDefault === undefined || variable === 'SIGNALBOX_DATABASE_URL')
      assert.ok(variable in environment, `${name} needs ${variable}`);
}

describe('deploy/aws/template.yaml', () => {
  const template = readTemplate();
  const resources = Object.entries(template.Resources);
  const ofType = (type: string) =>
    resources.filter(([, one]) => one.Type === type).map(([, one]) => one.Properties);
  const functions = ofType('AWS::Serverless::Function');

  it('deploys each bundle, from where it is written, with settings that it knows', () => {
    const handlers = functions.map(({ Handler }) => String(Handler));
    assert.deepEqual(
      handlers,
      BUNDLE_NAMES.map((name) => `${name}.handler`),
    );
    const { CodeUri, Runtime } = template.Globals.Function;
    assert.equal(path.resolve(import.meta.dirname, '../../../deploy/aws', String(CodeUri)), OUTPUT);
    assert.equal(Runtime, 'nodejs24.x');
    for (const { Handler, Environment } of functions)
      knows(String(Handler).split('.')[0] ?? '', (Environment as { Variables: object }).Variables);
  });

  it('lets nobody in who is not known', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map((route) => route['AuthorizationType']);
    assert.deepEqual(routes, ['AWS_IAM', { '!If': ['HasAuthorizer', 'CUSTOM', 'AWS_IAM'] }]);
  });

  it('calls for the upkeep, and gives failed messages back', () => {
    const events = functions.flatMap(({ Events = {} }) => Object.values(Events as Record<string, Resource>));
    const schedule = events.find(({ Type }) => Type === 'ScheduleV2')?.Properties;
    assert.ok(isUpkeepEvent(JSON.parse(String(schedule?.['Input']))));
    const queue = events.find(({ Type }) => Type === 'SQS')?.Properties;
    assert.deepEqual(queue?.['FunctionResponseTypes'], ['ReportBatchItemFailures']);
    const [reports] = ofType('AWS::SQS::Queue');
    assert.ok(Number(reports?.['VisibilityTimeout']) >= 6 * Number(template.Globals.Function['Timeout']));
    assert.ok(reports?.['RedrivePolicy']);
  });

  it('names nothing that it does not have', () => {
    const names = [...Object.keys(template.Resources), ...Object.keys(template.Parameters)];
    const referred = new Set<string>();
    const conditions = new Set<string>();
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === '!Ref') referred.add(String(inner));
        else if (key === '!GetAtt') referred.add(String(inner).split('.')[0] ?? '');
        else if (key === '!Sub')
          for (const [, name = ''] of String(inner).matchAll(/\$\{([^}]+)\}/g)) referred.add(name);
        else if (key === 'Condition') conditions.add(String(inner));
        else if (key === '!If') conditions.add(String((inner as unknown[])[0]));
        walk(inner);
      }
    };
    walk(template);
    const own = [...referred].filter((name) => !name.startsWith('AWS::'));
    assert.deepEqual(
      own.filter((name) => !names.includes(name)),
      [],
    );
    assert.deepEqual(
      [...conditions].filter((name) => !(name in template.Conditions)),
      [],
    );
    for (const parameter of Object.keys(template.Parameters)) assert.ok(referred.has(parameter), parameter);
  });
});

describe('deploy/aws/terraform', async () => {
  const { resource, locals } = await readTerraform();
  const the = (type: string, name: string) => resource[type]?.[name]?.[0] ?? {};

  it('deploys each bundle with settings that it knows', () => {
    const { environments, functions, database_environment: common } = locals[0] as Record<string, object>;
    assert.deepEqual(Object.keys(functions ?? {}), BUNDLE_NAMES);
    const one = the('aws_lambda_function', 'function');
    assert.equal(one['handler'], '${each.key}.handler');
    assert.equal(one['runtime'], 'nodejs24.x');
    for (const [name, given] of Object.entries(environments ?? {})) knows(name, variablesIn(given, common));
  });

  it('lets nobody in who is not known', () => {
    assert.equal(the('aws_apigatewayv2_route', 'database_service')['authorization_type'], 'AWS_IAM');
    const console = the('aws_apigatewayv2_route', 'console')['authorization_type'];
    assert.equal(console, '${var.console_authorizer_arn == "" ? "AWS_IAM" : "CUSTOM"}');
    assert.deepEqual(Object.keys(resource['aws_apigatewayv2_route'] ?? {}), ['console', 'database_service']);
  });

  it('calls for the upkeep, and gives failed messages back', () => {
    const [{ input }] = the('aws_scheduler_schedule', 'upkeep')['target'] as [{ input: string }];
    assert.equal(input, '${jsonencode({ signalbox = "upkeep" })}');
    const queue = the('aws_lambda_event_source_mapping', 'reports');
    assert.deepEqual(queue['function_response_types'], ['ReportBatchItemFailures']);
    const { visibility_timeout_seconds: seconds, redrive_policy: redrive } = the('aws_sqs_queue', 'reports');
    assert.ok(Number(seconds) >= 6 * Number(the('aws_lambda_function', 'function')['timeout']));
    assert.ok(redrive);
  });
});

/** A map is read as it is, an expression as its text: what it names is looked for there, and what it adds to. */
function variablesIn(given: unknown, common: object | undefined): object {
  if (typeof given !== 'string') return given as object;
  const names = [...given.matchAll(/\b([A-Z][A-Z_]+)\s*=/g)].map(([, name = '']) => [name, '']);
  return {
    ...(given.includes('local.database_environment') && common),
    ...(Object.fromEntries(names) as object),
  };
}
