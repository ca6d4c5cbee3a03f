import path from 'node:path';

/** The repository's root: every command runs from here, and relative paths are relative to it. */
export const root = path.resolve(import.meta.dirname, '../..');
