import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** As whom a server runs, where it refuses to run as root. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Server {
  /** Its own, for its data and its `server.log`. */
  readonly folder: string;
  /** Whether its folder stays when this process ends without ending the server. */
  readonly isKept?: boolean;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly account?: Account;
  /** What ends it as an administrator would. */
  readonly endSignal: NodeJS.Signals;
  /** What ends it when nobody is left who waits for it; as an administrator would, unless it says otherwise. */
  readonly orphanSignal?: NodeJS.Signals;
}

export interface KeptServer {
  readonly pid: number;
  /** Ends it, also where it was paused or has ended already, and waits until it is gone. */
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
}

/**
 * Holds a server for as long as this process holds its end of the pipe: however a test ends, no server is left behind.
 * A line ends the server by the signal that it names; the end of the pipe removes its data too.
 */
const KEEPER = `
folder=$0
kept=$1
orphan=$2
shift 2
"$@" >>"$folder/server.log" 2>&1 &
server=$!
echo "$server"
if read -r signal; then left=no; else left=yes; signal=$orphan; fi
kill -s "$signal" "$server"
kill -s CONT "$server"
wait "$server"
if [ "$left$kept" = yesfalse ]; then rm -rf "$folder"; fi
`;

/** Starts a server that does not outlive this process; it may not be ready yet. */
export async function keep(server: Server): Promise<KeptServer> {
  const { folder, isKept = false, endSignal, orphanSignal = endSignal } = server;
  const given = [folder, String(isKept), word(orphanSignal), server.program, ...server.arguments];
  const keeper = spawn('/bin/sh', ['-c', KEEPER, ...given], {
    ...server.account,
    cwd: folder,
    env: server.env ?? process.env,
    detached: true, // what a terminal sends to all that it started, the keeper must survive
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  keeper.stdin.on('error', () => undefined); // it may be gone already
  const gone = once(keeper, 'close');
  const [line] = (await once(keeper.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  return {
    pid,
    end: async (signal = endSignal) => {
      keeper.stdin.write(`${word(signal)}\n`);
      await gone;
    },
  };
}

/** The signal's name as the shell knows it. */
const word = (signal: NodeJS.Signals) => signal.replace('SIG', '');
