/** For a browser that runs in a container as root, and calls nobody by itself. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--disable-site-isolation-trials', // or each page starts a process for the next site, which never comes
];
