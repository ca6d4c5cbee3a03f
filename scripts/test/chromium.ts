import { findOrInstall, inPath, type Program } from './debian-package.ts';

const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** The browser that `npx playwright install chromium` fetched, if it did. */
async function playwrightsOwn(): Promise<string> {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

const program: Program = {
  // Chromium as it is, without the windows and pages of its own that a whole browser gets ready with each page.
  packages: ['chromium-headless-shell'],
  variable: 'CHROME_BIN',
  places: async () => [
    ...inPath(
      'chromium-headless-shell',
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable',
      'chrome',
    ),
    ...usualPlaces,
    await playwrightsOwn(),
  ],
  advice:
    'No Chromium was found for the tests end to end. Install Chromium or Google Chrome, name it in CHROME_BIN, ' +
    'or run: npx playwright install chromium',
};

/** A Chromium or Chrome for the tests end to end. */
export const findOrInstallChromium = (): Promise<string> => findOrInstall(program);
