// The stage follows by itself: it asks what is new as every open page does, and when something is, puts the server's fresh
// page in the place of its own. Nothing moves but that. Without a script the page fetches itself again.

const PAUSE = 2_000;
const LONGEST = 60_000;
const GONE = [404, 410];

let last = null;
let failures = 0;

wait();

function wait() {
  setTimeout(look, Math.min(LONGEST, PAUSE * 2 ** failures) * (0.8 + 0.4 * Math.random()));
}

async function look() {
  const main = document.querySelector("[data-stage]");
  try {
    const response = await fetch(main.dataset.stage, { cache: "no-cache" });
    if (!response.ok && !GONE.includes(response.status)) throw new Error(`answer ${response.status}`);
    const text = response.ok ? await response.text() : `answer ${response.status}`;
    const isOther = last === null ? !response.ok || JSON.parse(text).revision !== Number(main.dataset.revision) : text !== last;
    if (isOther) await renew(main);
    last = text;
    failures = 0;
  } catch {
    // Without the network, what stands here is the best there is.
    failures += 1;
  }
  wait();
}

async function renew(main) {
  const response = await fetch(location.href, { cache: "no-store" });
  // What has been taken down is not to be read any longer.
  if (GONE.includes(response.status)) {
    main.querySelector(".stage")?.replaceChildren();
    return;
  }
  // What could not be renewed is tried again with the next look: something may have been hidden.
  if (!response.ok) throw new Error(`answer ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  main.replaceWith(page.querySelector("[data-stage]"));
}
