/** node is-ready.mjs PORT_VARIABLE: exit code 0 when the service at that port of this machine can do its work. */
const [variable = ''] = process.argv.slice(2);
const url = `http://127.0.0.1:${process.env[variable]}/readyz`;
/** Less than the time that the image gives to this, so that it is us who say why. */
const WITHIN_MS = 4_000;

try {
  const { status } = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
  console.log(`${url} answers ${status}`);
  process.exitCode = status === 200 ? 0 : 1;
} catch (error) {
  console.log(`${url} does not answer: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}
