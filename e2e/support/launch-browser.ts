import { chromium, type Browser } from '@playwright/test';
import { findOrInstallChromium } from '../../scripts/test/chromium.ts';
import { chromiumArguments } from './chromium-arguments.ts';

/** For scripts; the tests' browser comes from playwright.config.ts. */
export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await findOrInstallChromium(), args: chromiumArguments });
