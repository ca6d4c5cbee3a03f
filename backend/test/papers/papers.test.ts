import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the contract', () => {
  const promises = [...read('docs/contract.md').matchAll(/^\| (.+?)\s+\| `(\S+)`: (.+?)\s+\|$/gm)];

  it('makes promises', () => assert.ok(promises.length > 30));

  for (const [, promise, file = '', title = ''] of promises) {
    it(`names the test of: ${promise}`, () => {
      assert.ok(read(file).includes(title), `${file} has no test named: ${title}`);
    });
  }
});

describe('the papers', () => {
  const papers = globSync(['*.md', 'docs/*.md', 'docs/decisions/*.md'], { cwd: root });
  /** Paths from the root, to files and folders that a reader is sent to. */
  const named = /`((?:backend|contracts|frontend|e2e|scripts|docs)\/[\w./-]+)`/g;
  const linked = /\]\((?!https?:)([^)#]+)\)/g;

  for (const paper of papers) {
    it(`${paper} leads to what is there`, () => {
      const text = read(paper);
      const targets = [
        ...[...text.matchAll(named)].map(([, target = '']) => target),
        ...[...text.matchAll(linked)].map(([, target = '']) => path.join(path.dirname(paper), target)),
      ].filter((target) => !/^\w+\/dist\b/.test(target)); // built, not kept
      for (const target of targets) assert.ok(existsSync(path.join(root, target)), `${target} is not there`);
    });
  }
});
