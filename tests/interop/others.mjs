// Programs that package.json names, for what is no calendar; each prints what it found as JSON:
//   node others.mjs links ADDRESS  →  {"visited": 123, "lost": [{"url", "status", "parent"}, …]}
//   node others.mjs webhooks FILE…  →  [what the calls in each file say, or why they are refused]
//   node others.mjs mails FILE…    →  [{"subject", "from", "to", "text", "html"}, …]
import { readFileSync } from "node:fs";
import { LinkChecker } from "linkinator";
import { simpleParser } from "mailparser";
import { Webhook } from "standardwebhooks";

async function links(address) {
  // Other sites are nobody's business here; the way into a room leads to one. Filters can be chosen in endless ways.
  const isSkipped = async (link) =>
    !link.startsWith(`${address}/`) || link.startsWith(`${address}/join/`) || /\/recordings\?.*&/.test(link);
  // Clean: an address without a dot is no folder, to which a slash belongs.
  const { links: found } = await new LinkChecker().check({
    path: `${address}/`, recurse: true, linksToSkip: isSkipped, cleanUrls: true, concurrency: 2,
    // A busy machine may let a connection wait; only what is lost for good counts.
    timeout: 60_000, retryErrors: true, retryErrorsCount: 5,
  });
  const visited = found.filter(({ state }) => state !== "SKIPPED");
  const lost = visited.filter(({ state }) => state === "BROKEN");
  return { visited: visited.length, lost: lost.map(({ url, status, parent }) => ({ url, status, parent })) };
}

async function mails(...files) {
  return Promise.all(
    files.map(async (file) => {
      const { subject, from, to, text, html } = await simpleParser(readFileSync(file));
      return { subject, from: from.value[0].address, to: to.value[0].address, text, html };
    }),
  );
}

function webhooks(...files) {
  return files.map((file) => {
    const { secret, headers, body } = JSON.parse(readFileSync(file, "utf8"));
    try {
      return new Webhook(secret).verify(body, headers);
    } catch (error) {
      return error.message;
    }
  });
}

// What linkinator tries again waits on a timer that does not keep Node running, which then ends without a word.
const awake = setInterval(() => {}, 1000);
const [program, ...given] = process.argv.slice(2);
console.log(JSON.stringify(await { links, mails, webhooks }[program](...given)));
clearInterval(awake);
