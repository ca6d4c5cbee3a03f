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

/** Whether nothing of this import or export is left at run time. @param {any} node */
function isTypeOnly(node) {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = node.specifiers ?? [];
  return (
    specifiers.length > 0 &&
    specifiers.every((/** @type {any} */ one) => one.importKind === 'type' || one.exportKind === 'type')
  );
}

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

    /** @param {any} node */
    const judge = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string') return;
      const target = specifier.startsWith('.')
        ? fromRoot(path.resolve(path.dirname(context.filename), specifier))
        : specifier;
      for (const boundary of guarding) {
        if (!forbids(boundary, target, isTypeOnly(node))) continue;
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
