import type { Counts } from './counts.ts';
import type { Stage } from './stages.ts';

type RunStage = (stage: Stage) => Promise<Counts>;

/** Runs lanes side by side, and the stages of each one after the other. */
export async function runLanes(lanes: Stage[][], runStage: RunStage): Promise<Counts[]> {
  const ends = new Map(lanes.flat().map(({ name }) => [name, Promise.withResolvers<void>()]));
  const runLane = async (lane: Stage[]): Promise<Counts[]> => {
    const counts: Counts[] = [];
    for (const stage of lane) {
      if (stage.after) await ends.get(stage.after)?.promise;
      counts.push(await runStage(stage));
      ends.get(stage.name)?.resolve();
    }
    return counts;
  };
  return (await Promise.all(lanes.map(runLane))).flat();
}
