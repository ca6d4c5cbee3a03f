import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Sentence } from '../bootstrap/sentence.mjs';

const run = promisify(execFile);

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

function inPath(): string[] {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

/** The browser that `npx playwright install chromium` fetched, if it did. */
async function playwrightsOwn(): Promise<string[]> {
  const { chromium } = await import('@playwright/test');
  return [chromium.executablePath()];
}

async function find(): Promise<string | undefined> {
  const candidates = [...inPath(), ...usualPlaces, ...(await playwrightsOwn())];
  return candidates.find((file) => file && existsSync(file));
}

async function installWithApt(): Promise<string> {
  const apt = async (...args: string[]) => {
    await run('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 * 1024,
    });
  };
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const canUseApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** A Chromium or Chrome for the tests end to end: the configured one, the machine's, or a new one by apt-get. */
export async function findOrInstallChromium(): Promise<string> {
  const configured = process.env.CHROME_BIN;
  if (configured) {
    if (existsSync(configured)) return configured;
    throw new Sentence(`CHROME_BIN names ${configured}, which does not exist.`);
  }
  const found = await find();
  if (found) return found;
  const trouble = canUseApt() ? await installWithApt() : '';
  const installed = await find();
  if (installed) return installed;
  throw new Sentence(
    `No Chromium was found for the tests end to end. Install Chromium or Google Chrome, name it in CHROME_BIN, ` +
      `or run: npx playwright install chromium\n${trouble}`.trimEnd(),
  );
}
