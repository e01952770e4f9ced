// The script of pages that are for somebody: of organisers, of speakers, of people who have registered. All that they do is
// in it, for one moves from page to page there.
import { openPage } from "./page.js";
import { openQuestions } from "./questions.js";
import { showOwnTimes } from "./desk-times.js";
import { tellByOwnDays } from "./history.js";
import { arrangeLists } from "./sortable.js";
import { growLists } from "./rows.js";
import { keepLists } from "./lists.js";
import { openEditor } from "./editor.js";
import { openDesk } from "./desk-home.js";
import { openSiteSettings } from "./site-settings.js";
import { takeFirstSteps } from "./first-steps.js";
import { keepMoments } from "./moments.js";
import { pasteLinks } from "./clipboard-links.js";
import { cutPictures } from "./cropper.js";
import { takePictures } from "./picture-drop.js";
import { followUploads } from "./upload.js";
import { moderate } from "./moderation.js";
import { keepDayClock } from "./day-clock.js";
import { comeBack } from "./back-button.js";
import { pressByNumber } from "./offer-keys.js";
import { askForMore } from "./model-offers.js";
import { takePasskeys } from "./passkeys.js";
import { pressOnce } from "./press-once.js";

openPage(openQuestions);

for (const here of document.querySelectorAll("[data-bar] [aria-current]")) {
  const list = here.closest("ul").getBoundingClientRect();
  const place = here.getBoundingClientRect();
  here.closest("ul").scrollLeft += place.left + place.width / 2 - list.left - list.width / 2;
}

where("[data-moment]", () => showOwnTimes(document));
where("[data-history]:not([data-is-own])", () => tellByOwnDays(document));
where("[data-sortable]", () => {
  arrangeLists(document);
  growLists(document);
});
where("[data-editor]", () => {
  keepLists(document);
  openEditor(document);
});
where("[data-finder]", () => openDesk(document));
where("[data-site-settings]", (settings) => {
  keepLists(document);
  openSiteSettings(settings);
});
where("[data-first-steps]", takeFirstSteps);
where("[data-moments]", () => keepMoments(document));
where("[data-paste-links]", () => pasteLinks(document));
where("[data-cropper]", () => cutPictures(document));
where("[data-given]", () => takePictures(document));
where("[data-upload]", () => followUploads(document));
where("[data-moderating]", moderate);
where("[data-day]", keepDayClock);
where("[data-comes-back]", comeBack);
where("[data-pasted]", pressByNumber);
where("[data-ask-model]", askForMore);
where("[data-passkey]", () => takePasskeys(document));
where("[data-once]", pressOnce);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  // Looked up each time: parts of the page may have been put in anew.
  const button = document.querySelector("[data-ctrl-enter]");
  if (button === null) return;
  event.preventDefault();
  button.click();
});

function where(selector, open) {
  const found = document.querySelector(selector);
  if (found !== null) open(found);
}
