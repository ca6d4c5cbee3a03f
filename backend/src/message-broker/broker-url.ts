/** Which broker, where, and as whom. */
export interface BrokerAddress {
  readonly kind: 'rabbitmq' | 'nats';
  readonly isEncrypted: boolean;
  /** One or more of the same cluster: any of them will do. */
  readonly hosts: readonly { readonly hostname: string; readonly port: number }[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** RabbitMQ's virtual host. */
  readonly virtualHost: string;
}

const KINDS = {
  'amqp:': { kind: 'rabbitmq', isEncrypted: false, port: 5672 },
  'amqps:': { kind: 'rabbitmq', isEncrypted: true, port: 5671 },
  'nats:': { kind: 'nats', isEncrypted: false, port: 4222 },
  'tls:': { kind: 'nats', isEncrypted: true, port: 4222 },
} as const;

const SHAPE = /^([a-z]+:)\/\/(?:([^@/]*)@)?([^/@]+)(?:\/([^/]*))?$/;

/** For the sentence "… must be …". */
export const BROKER_URL_SHAPE =
  'amqp://USER:PASSWORD@HOST:PORT/VHOST or nats://USER:PASSWORD@HOST:PORT, with more hosts of the same cluster behind commas';

/** The address; undefined where the text is none. */
export function parseBrokerUrl(text: string): BrokerAddress | undefined {
  const [, protocol = '', account, hosts = '', path] = SHAPE.exec(text) ?? [];
  const kind = Object.hasOwn(KINDS, protocol) ? KINDS[protocol as keyof typeof KINDS] : undefined;
  if (!kind) return undefined;
  const parsed = hosts.split(',').map((host) => parseHost(host, kind.port));
  if (!parsed.every((host) => host !== undefined)) return undefined;
  const [username, password] = (account?.split(':') ?? []).map(decode);
  const virtualHost = path ? decode(path) : '/';
  if (account?.split(':').some((part) => decode(part) === undefined) || virtualHost === undefined)
    return undefined;
  return { kind: kind.kind, isEncrypted: kind.isEncrypted, hosts: parsed, username, password, virtualHost };
}

function parseHost(host: string, port: number) {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  if (!url?.hostname || url.pathname !== '/' || url.search !== '') return undefined;
  return { hostname: url.hostname, port: Number(url.port) || port };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** "RabbitMQ at 10.0.0.1:5672, 10.0.0.2:5672": without user and password. */
export function placeOf({ kind, hosts }: BrokerAddress): string {
  const where = hosts.map(({ hostname, port }) => `${hostname}:${port}`).join(', ');
  return `${kind === 'rabbitmq' ? 'RabbitMQ' : 'NATS'} at ${where}`;
}

/** What may be told of what shall be an address: a slip of the pen does not bring a password into a log. */
export const withoutPassword = (text: string): string => text.replace(/\/\/.*@/s, '//…@');
