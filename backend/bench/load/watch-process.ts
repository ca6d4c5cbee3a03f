/** A thousand screens, in a process of their own. */
import { answerQuestions } from '../helper-process.ts';
import { openScreens, type Screens } from './open-screens.ts';

export type WatchQuestion =
  | { readonly ask: 'open'; readonly port: number; readonly screens: number }
  /** The numbers of the newest entries that they know: `Newest`. */
  | { readonly ask: 'newest' }
  /** What they saw since they were asked this the last time: `Seen`. */
  | { readonly ask: 'seen' };

let screens: Screens | undefined;

answerQuestions<WatchQuestion>(async (question) => {
  if (question.ask === 'newest') return screens?.newest();
  if (question.ask === 'seen') return screens?.seen();
  screens = await openScreens(question.port, question.screens);
  return undefined;
});
