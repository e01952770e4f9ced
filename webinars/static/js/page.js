// What every page does: binds each behaviour to the elements that ask for it by a data attribute. A page is complete
// without any of them.
import { showLocalTimes } from "./local-time.js";
import { offerZones } from "./zone-choice.js";
import { keepCountdowns, showCountdowns } from "./countdown.js";
import { leadAndroid } from "./android.js";
import { offerCopying } from "./copy-button.js";
import { refreshInTime } from "./refresh.js";
import { leadToDesk } from "./desk-links.js";
import { keepProgramme } from "./offline.js";
import { openWideFilters } from "./filters.js";
import { loadPlayersWhenPressed } from "./player.js";
import { chooseBrowserZone } from "./browser-zone.js";
import { offerLanguage } from "./language-offer.js";

// `bindMore` is asked for the page, and again for each part of it that is put there later.
export function openPage(bindMore = () => {}) {
  refreshInTime(bind);
  bind(document);
  openWideFilters(document);
  chooseBrowserZone(document);
  offerLanguage(document);
  keepCountdowns();
  keepProgramme(document);

  function bind(root) {
    leadToDesk(root);
    showLocalTimes(root);
    offerZones(root);
    showCountdowns(root);
    offerCopying(root);
    leadAndroid(root);
    loadPlayersWhenPressed(root);
    bindMore(root);
  }
}
