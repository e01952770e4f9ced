// The script of pages with questions from the audience; they come and go with the clock.
import { openPage } from "./page.js";
import { openQuestions } from "./questions.js";

openPage(openQuestions);
