import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, (url: string) => [string, string[]]>> = {
  darwin: (url) => ['open', [url]],
  win32: (url) => ['cmd', ['/c', 'start', '', url]],
  linux: (url) => ['xdg-open', [url]],
};

/** Whether there is a screen to open a browser on. */
export function hasDesktop(): boolean {
  if (process.env.CI) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** Opens the person's browser where there is one. Its failure is none of ours: the address is printed anyway. */
export function openBrowser(url: string) {
  const opener = openers[process.platform];
  if (!opener || !hasDesktop()) return;
  const [program, args] = opener(url);
  spawn(program, args, { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}
