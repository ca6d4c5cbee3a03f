/** Fills a database in a process of its own: it takes many minutes, and never waits in between. */
import { fillSqlite } from './fill-sqlite.ts';
import { answerQuestions } from './helper-process.ts';

export interface FillQuestion {
  readonly file: string;
  readonly events: number;
}

answerQuestions<FillQuestion>(async ({ file, events }) => fillSqlite(file, { events }));
