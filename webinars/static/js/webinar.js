// The script of a webinar's page: questions from the audience, which come and go with the clock, the stream and the hour that
// it follows, the place that this device knows of, and its address to share.
import { openPage } from "./page.js";
import { openLive } from "./live.js";
import { followHour } from "./live-hour.js";
import { openQuestions } from "./questions.js";
import { rememberPlace, showPlace } from "./own-place.js";
import { offerSharing } from "./share-page.js";

openPage((root) => {
  openQuestions(root);
  offerSharing(root);
  openLive(root);
  rememberPlace(root);
  showPlace(root);
});
followHour();
