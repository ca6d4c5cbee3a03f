import aws4 from 'aws4';

/** What stands in front of what is called: API Gateway, or a function URL. */
export const SIGNED_FOR = ['execute-api', 'lambda'] as const;
export type SignedFor = (typeof SIGNED_FOR)[number];

interface Request {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/**
 * Signs requests (AWS Signature 4) with the role of this very function, whose keys and region Lambda puts into the
 * environment. They are those of the whole life of a process.
 */
export const signWithRole =
  (service: SignedFor, region: string) =>
  ({ body, headers, ...request }: Request) => {
    const signed = aws4.sign({
      ...{ ...request, headers: { ...headers }, service, region },
      ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
    });
    return { path: signed.path ?? request.path, headers: signed.headers as Record<string, string> };
  };
