/** Who asks for pages, in a process of its own. */
import { answerQuestions } from '../helper-process.ts';
import { askRequests, type Questions } from './ask-requests.ts';

answerQuestions<Questions>(askRequests);
