import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';

const sources = path.resolve(import.meta.dirname, '../src');

/** Each becomes one file that exports `handler`. */
export const BUNDLES = {
  'database-service': 'database-service/lambda.ts',
  'event-service': 'event-service/lambda.ts',
  'report-queue': 'database-service/report-queue/lambda.ts',
} as const;
export type BundleName = keyof typeof BUNDLES;
export const BUNDLE_NAMES = Object.keys(BUNDLES) as BundleName[];

/** All of it is loaded and compiled before the first answer. The largest needs a little more than half of this. */
export const BUNDLE_BYTES_MOST = 3 * 1_024 * 1_024;

/** Some libraries are CommonJS, and ask for the modules of Node by `require`. No name here is as short as those that minifying makes. */
const REQUIRE =
  "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);";

/**
 * Lambda has Node 24, and everything else here runs on a newer one. esbuild makes older syntax of newer; what a newer Node
 * brings along beyond that is looked for by its name.
 */
const NOT_IN_NODE_24 =
  /\bTemporal\.|\.getOrInsert(Computed)?\(|\bIterator\.(concat|zip)\b|\.fromBase64\(|\bMath\.sumPrecise\b/;

export interface Bundle {
  readonly name: BundleName;
  readonly file: string;
  readonly bytes: number;
}

/** Writes the bundles, with their source maps, and refuses what could not run there, or would start too slowly. */
export async function bundleLambda(
  folder: string,
  names: readonly BundleName[] = BUNDLE_NAMES,
): Promise<Bundle[]> {
  const { metafile } = await build({
    entryPoints: Object.fromEntries(names.map((name) => [name, path.join(sources, BUNDLES[name])])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    keepNames: true, // errors are told by their names
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'linked',
    banner: { js: REQUIRE },
    external: ['pg-native'], // an addon that we never use
    metafile: true,
    logLevel: 'warning',
  });
  return Promise.all(names.map((name) => checked(name, path.join(folder, `${name}.mjs`), metafile)));
}

async function checked(name: BundleName, file: string, { outputs }: Metafile): Promise<Bundle> {
  const output = Object.entries(outputs).find(([one]) => path.resolve(one) === file)?.[1];
  const bytes = output?.bytes ?? Infinity;
  if (bytes > BUNDLE_BYTES_MOST)
    throw new Error(`${file} has ${bytes} bytes, more than ${BUNDLE_BYTES_MOST}.`);
  const misplaced = Object.keys(output?.inputs ?? {}).find((input) => input.includes('/store/sqlite/'));
  if (misplaced !== undefined)
    throw new Error(`${file} has ${misplaced} in it, which has no place on Lambda.`);
  const [newer] = NOT_IN_NODE_24.exec(await readFile(file, 'utf8')) ?? [];
  if (newer !== undefined) throw new Error(`${file} uses ${newer}, which Node 24 does not have.`);
  return { name, file, bytes };
}
