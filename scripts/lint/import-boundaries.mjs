import path from 'node:path';
import { boundaries } from './boundaries.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/** @param {string} file @param {string[]} globs */
const matchesAny = (file, globs) => globs.some((glob) => path.matchesGlob(file, glob));

/** A file's path from the root, with `/` on every system. @param {string} file */
const fromRoot = (file) => path.relative(root, file).split(path.sep).join('/');

/** @param {import('./boundaries.mjs').Boundary} boundary @param {string} file */
const guards = ({ files, except = [] }, file) => matchesAny(file, files) && !matchesAny(file, except);

/** @param {import('./boundaries.mjs').Boundary} boundary @param {string} target @param {boolean} typeOnly */
function forbids({ never, only, typesAllowed = false }, target, typeOnly) {
  if (typeOnly && typesAllowed) return false;
  return only ? !matchesAny(target, only) : matchesAny(target, never ?? []);
}

/**
 * What the typescript parser adds to an import or export, or to one of its names: `type` where it is only that.
 *
 * @typedef {{ importKind?: string, exportKind?: string }} Kind
 * @typedef {Kind & { source?: { value?: unknown } | null, specifiers?: Kind[] }} Crossing
 */

/** @param {Kind} node */
const hasTypeKind = ({ importKind, exportKind }) => importKind === 'type' || exportKind === 'type';

/** Whether nothing of this import or export is left at run time. @param {Crossing} node */
const isTypeOnly = (node) =>
  hasTypeKind(node) || Boolean(node.specifiers?.length && node.specifiers.every(hasTypeKind));

/** @type {import('eslint').Rule.RuleModule} */
export const importBoundaries = {
  meta: {
    type: 'problem',
    docs: { description: 'Keep the import rules of boundaries.mjs' },
    messages: { crossed: '{{file}} must not import {{target}}: {{because}}.' },
    schema: [],
  },
  create(context) {
    const file = fromRoot(context.filename);
    const guarding = boundaries.filter((boundary) => guards(boundary, file));
    if (guarding.length === 0) return {};

    /** @param {import('eslint').Rule.Node} node */
    const judge = (node) => {
      const crossing = /** @type {Crossing} */ (node);
      const specifier = crossing.source?.value;
      if (typeof specifier !== 'string') return;
      const target = specifier.startsWith('.')
        ? fromRoot(path.resolve(path.dirname(context.filename), specifier))
        : specifier;
      for (const boundary of guarding) {
        if (!forbids(boundary, target, isTypeOnly(crossing))) continue;
        context.report({ node, messageId: 'crossed', data: { file, target, because: boundary.because } });
      }
    };
    return {
      ImportDeclaration: judge,
      ImportExpression: judge,
      ExportNamedDeclaration: judge,
      ExportAllDeclaration: judge,
    };
  },
};
