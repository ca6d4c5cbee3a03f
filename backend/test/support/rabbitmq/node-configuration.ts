/** What a test may want of a node. */
export interface RabbitmqOptions {
  /** `guest`, with the password `guest`, where none is named. */
  readonly user?: string;
  readonly password?: string;
  /** It blocks publishers while its disk has fewer bytes left; 50 MB by default. */
  readonly diskFreeLimit?: number;
  /** It blocks publishers while it uses more bytes of memory; 40 % of the machine's by default. */
  readonly memoryLimit?: number;
}

/**
 * The configuration of a node, as Erlang takes it: for a configuration of its own, RabbitMQ reads a schema first, which takes
 * half a second.
 *
 * @param neighbour the name of the node whose cluster it joins, where there is one
 */
export function nodeConfiguration(options: RabbitmqOptions, neighbour?: string): string {
  const { user, password, diskFreeLimit, memoryLimit } = { ...GUEST, ...options };
  const settings = [
    `{default_user, ${binary(user)}}, {default_pass, ${binary(password)}}`,
    diskFreeLimit !== undefined && `{disk_free_limit, ${diskFreeLimit}}`,
    memoryLimit !== undefined && `{vm_memory_high_watermark, {absolute, ${memoryLimit}}}`,
    neighbour !== undefined && `{cluster_nodes, {['${neighbour}'], disc}}`,
  ];
  return `[{rabbit, [${settings.filter(Boolean).join(', ')}]}].\n`;
}

/** Whom RabbitMQ knows when nobody else is named. */
export const GUEST = { user: 'guest', password: 'guest' };

/** Erlang escapes quotation marks as JSON does. */
const binary = (text: string) => `<<${JSON.stringify(text)}/utf8>>`;
