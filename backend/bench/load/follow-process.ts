/** A reader of the feed, in a process of its own. */
import { answerQuestions } from '../helper-process.ts';
import { followFeed, type FollowQuestion } from './follow-feed.ts';

answerQuestions<FollowQuestion>(followFeed);
