// The script of a webinar's page: questions from the audience, which come and go with the clock, and its address to share.
import { openPage } from "./page.js";
import { openQuestions } from "./questions.js";
import { offerSharing } from "./share-page.js";

openPage((root) => {
  openQuestions(root);
  offerSharing(root);
});
