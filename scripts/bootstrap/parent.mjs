const lookEveryMs = 500;

/**
 * npm passes SIGTERM on to the shell between us, which dies of it and tells nobody. So whoever was started by
 * another looks whether that one is still there.
 *
 * @param {() => void} orphaned
 */
export function onParentGone(orphaned) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    orphaned();
  }, lookEveryMs);
  timer.unref();
}
