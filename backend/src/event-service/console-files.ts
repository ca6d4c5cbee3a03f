import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Coding } from '../service-kit/accept-encoding.ts';
import { toBrotli, toGzip } from './compress.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
/** Pictures and fonts are compressed already. */
const COMPRESSIBLE = /^(text|application)\/|svg/;
/** What the build puts beside a file: the same, compressed. */
const ENDINGS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };
/** `main-TJEB7STQ.js`: the build puts a hash of the content into the name. */
const HASHED = /-[A-Z\d]{8}\.\w+$/;

export interface ConsoleFile {
  readonly bytes: Buffer;
  readonly type: string;
  /** Its content can never change under this name. */
  readonly immutable: boolean;
  /** Absent where it would not become smaller. */
  readonly compressed?: (coding: Coding) => Promise<Buffer>;
}
export interface Page {
  readonly html: string;
  /** For the styles that Angular adds while it runs. */
  readonly nonce: string;
}

/**
 * The built console, in memory: half a megabyte, each file compressed once, by the build or else here. What is not one of its
 * files cannot be asked for, however the path is written. A new build is noticed by its index.html.
 */
export class ConsoleFiles {
  private readonly folder: string;
  private files: Promise<ReadonlyMap<string, ConsoleFile>> = Promise.resolve(new Map<string, ConsoleFile>());
  private builtAt = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The file of a path such as `/main-TJEB7STQ.js`. */
  async find(urlPath: string): Promise<ConsoleFile | undefined> {
    return urlPath === '/index.html' ? undefined : (await this.current()).get(urlPath);
  }

  /** The page that starts the console, with a nonce of its own; undefined while it is not built. */
  async page(): Promise<Page | undefined> {
    const index = (await this.current()).get('/index.html');
    if (!index) return undefined;
    const nonce = randomBytes(16).toString('base64url');
    return { html: index.bytes.toString().replace(/<sb-app\b/, `<sb-app ngCspNonce="${nonce}"`), nonce };
  }

  /** What is compressed already is not compressed when it is asked for. */
  async compressAll(): Promise<void> {
    const files = [...(await this.current()).values()];
    await Promise.all(
      files.flatMap(({ compressed }) => (compressed ? [compressed('br'), compressed('gzip')] : [])),
    );
  }

  private async current(): Promise<ReadonlyMap<string, ConsoleFile>> {
    const builtAt = await modifiedAt(path.join(this.folder, 'index.html'));
    if (builtAt !== this.builtAt) {
      this.builtAt = builtAt;
      this.files = readFiles(this.folder);
    }
    return this.files;
  }
}

async function modifiedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return 0; // not built, or being built
  }
}

/** None where there is no folder, or a build just takes its files away: index.html comes last and will tell. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  try {
    return await describeAll(folder);
  } catch {
    return new Map<string, ConsoleFile>();
  }
}

async function describeAll(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const contents = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(name)] as const)),
  );
  const urlPathOf = (name: string) => `/${path.relative(folder, name).split(path.sep).join('/')}`;
  return new Map(
    [...contents]
      .filter(([name]) => !isCompressed(name))
      .map(([name, bytes]) => [urlPathOf(name), describe(name, bytes, contents)]),
  );
}

const isCompressed = (name: string): boolean =>
  Object.values(ENDINGS).some((ending) => name.endsWith(ending));

function describe(name: string, bytes: Buffer, contents: ReadonlyMap<string, Buffer>): ConsoleFile {
  const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
  const file = { bytes, type, immutable: HASHED.test(name) };
  if (!COMPRESSIBLE.test(type)) return file;
  const found = (coding: Coding) => contents.get(name + ENDINGS[coding]);
  return { ...file, compressed: compressedOnce(bytes, found) };
}

function compressedOnce(
  bytes: Buffer,
  found: (coding: Coding) => Buffer | undefined,
): (coding: Coding) => Promise<Buffer> {
  const made: Partial<Record<Coding, Promise<Buffer>>> = {};
  const make = async (coding: Coding) => found(coding) ?? (coding === 'br' ? toBrotli(bytes) : toGzip(bytes));
  return (coding) => (made[coding] ??= make(coding));
}
