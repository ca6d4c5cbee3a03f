/** Does what Lambda's own runtime for Node does: loads the handler once, and then fetches one event after the other. */
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env;
const [file, name] = _HANDLER.split('.');

const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const url = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}`;
    request(url, { method }, resolve)
      .on('error', reject)
      .end(body === undefined ? '' : JSON.stringify(body));
  });
const described = ({ name: errorType, message: errorMessage }) => ({ errorType, errorMessage });

let handler;
try {
  handler = (await import(pathToFileURL(`${LAMBDA_TASK_ROOT}/${file}.mjs`)))[name];
} catch (error) {
  await call('POST', 'init/error', described(error));
  process.exit(1);
}
for (;;) {
  const next = await call('GET', 'invocation/next');
  const invocation = `invocation/${next.headers['lambda-runtime-aws-request-id']}`;
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    await call('POST', `${invocation}/response`, (await handler(await json(next), context)) ?? null);
  } catch (error) {
    await call('POST', `${invocation}/error`, described(error));
  }
}
