/** @typedef {Record<string, { version?: string, link?: boolean, optional?: boolean }>} Packages */

/**
 * Whether what npm says that it installed is what the lockfile wants. Optional packages of other platforms are
 * rightly missing.
 *
 * @param {Packages} wanted `packages` of package-lock.json
 * @param {Packages} installed `packages` of node_modules/.package-lock.json
 */
export const isAsWanted = (wanted, installed) =>
  Object.entries(wanted)
    .filter(([folder]) => folder.includes('node_modules/'))
    .every(([folder, { version, optional }]) => {
      const found = installed[folder];
      return found ? found.version === version : optional === true;
    });
