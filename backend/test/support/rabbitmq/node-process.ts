import path from 'node:path';
import { freePort } from '../free-port.ts';
import type { Neighbourhood } from './neighbourhood.ts';

/** A node, and where it takes connections. */
export interface NodeAddress {
  readonly name: string;
  readonly port: number;
}

export async function environmentOf(
  { programs, env }: Neighbourhood,
  { name, port }: NodeAddress,
  folder: string,
): Promise<NodeJS.ProcessEnv> {
  const none = path.join(folder, 'none'); // though the machine's own RabbitMQ may have some
  return {
    ...env,
    HOME: folder,
    RABBITMQ_HOME: programs.home,
    RABBITMQ_NODENAME: name,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: dataFolder(folder),
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: '-', // to stdout
    RABBITMQ_LOG: 'info,-color',
    RABBITMQ_CONFIG_FILE: none,
    RABBITMQ_CONFIG_FILES: none,
    RABBITMQ_ADVANCED_CONFIG_FILE: none,
    RABBITMQ_CONF_ENV_FILE: none,
    RABBITMQ_ENABLED_PLUGINS_FILE: none,
    RABBITMQ_PLUGINS_DIR: none,
  };
}

const dataFolder = (folder: string) => path.join(folder, 'data');

/**
 * As the script `rabbitmq-server` has it, but on one core, which it leaves to others while it has nothing to do.
 *
 * @param code the folders with its code
 * @param configuration its file, without the ending `.config`
 */
export function argumentsOf(
  code: readonly string[],
  configuration: string,
  folder: string,
  neighbour?: NodeAddress,
): string[] {
  const wait = neighbour ? ['-eval', awaitFirst(neighbour, dataFolder(folder))] : [];
  return [
    ...'+S 1:1 +SDcpu 1:1 +sbwt none +sbwtdcpu none +sbwtdio none'.split(' '),
    ...'-noinput -boot start_sasl -start_epmd false'.split(' '),
    ...'-kernel inet_dist_use_interface {127,0,0,1} prevent_overlapping_partitions false'.split(' '),
    ...'-syslog logger [] syslog_error_logger false'.split(' '),
    ...['-config', configuration, '-pa', ...code],
    ...['-eval', load(code), ...wait],
    ...['-s', 'rabbit', 'boot'],
  ];
}

/** Folder by folder: module by module, as they are needed, takes a second or two more. */
const load = (folders: readonly string[]) => `
  [code:ensure_modules_loaded(
    [list_to_atom(filename:basename(File, ".beam")) || File <- filelib:wildcard("*.beam", Folder)])
    || Folder <- ${JSON.stringify(folders)}].`;

/**
 * A node that has no data joins its neighbour, which must have started: two that start at once do not find each other, or
 * too early, or wait for each other's locks.
 */
const awaitFirst = ({ port }: NodeAddress, data: string) => `
  Wait = fun Again() ->
    case gen_tcp:connect({127, 0, 0, 1}, ${port}, []) of
      {ok, Socket} -> gen_tcp:close(Socket);
      _ -> timer:sleep(20), Again()
    end
  end,
  filelib:is_dir(${JSON.stringify(data)}) orelse Wait().`;
