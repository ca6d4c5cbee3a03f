import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse as parseYaml, type Tags } from 'yaml';

/** Its own types would bring those of browsers into all of the backend. */
const { parse: parseHcl } = createRequire(import.meta.url)('@cdktf/hcl2json') as {
  readonly parse: (name: string, text: string) => Promise<unknown>;
};

const folder = path.resolve(import.meta.dirname, '../../../../deploy/aws');

/** `!Ref x` is read as `{ "!Ref": "x" }`, and so are all others. */
const INTRINSIC: Tags = ['Ref', 'Sub', 'GetAtt', 'If', 'Not', 'Equals', 'Join'].flatMap((name) => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (value: string) => ({ [tag]: value }) },
    {
      tag,
      collection: 'seq' as const,
      resolve: (value: { toJSON(): unknown }) => ({ [tag]: value.toJSON() }),
    },
  ];
});

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Globals: { readonly Function: Readonly<Record<string, unknown>> };
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** The deployment for AWS SAM. */
export const readTemplate = (): Template =>
  parseYaml(readFileSync(path.join(folder, 'template.yaml'), 'utf8'), { customTags: INTRINSIC }) as Template;

type Block = Readonly<Record<string, unknown>>;
export interface Terraform {
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly [Block]>>>>;
  readonly locals: readonly [Block];
}

/** The deployment for Terraform: its files as one, read by Terraform's own parser. */
export async function readTerraform(): Promise<Terraform> {
  const files = (await readdir(path.join(folder, 'terraform'))).filter((name) => name.endsWith('.tf'));
  const texts = await Promise.all(
    files.map((name) => readFile(path.join(folder, 'terraform', name), 'utf8')),
  );
  return (await parseHcl('deployment.tf', texts.join('\n'))) as Terraform;
}
