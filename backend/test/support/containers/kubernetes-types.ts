import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runNode } from '../../../../scripts/tools/run-node.ts';
import { tool } from '../../../../scripts/tools/tool.ts';
import { root } from './dockerfile.ts';
import type { Resource } from './kustomize.ts';

/** `policy/v1` lies in a folder of that name, and so does `v1`. */
const interfaceOf = ({ apiVersion, kind }: Resource): string =>
  `import('kubernetes-models/${apiVersion}').I${kind}`;

/**
 * Where the resources are not what the API of Kubernetes has, as the compiler says it: written as literals, they may have no
 * member that their types do not have. The validators of the same package let those pass.
 */
export async function misfitsOf(resources: readonly Resource[]): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-kubernetes-'));
  try {
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const constants = resources.map(
      (one, at) => `export const r${at}: ${interfaceOf(one)} = ${JSON.stringify(one, undefined, 1)};\n`,
    );
    const file = path.join(folder, 'resources.ts');
    writeFileSync(file, constants.join(''));
    const options = '--noEmit --strict --skipLibCheck --ignoreConfig --types node --module nodenext'.split(
      ' ',
    );
    const { output } = await runNode([tool('typescript', 'tsc', 'backend'), ...options, file], {
      cwd: folder,
    });
    return output.trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
