// Google's calendar for Android takes no address, and leads webcal: nowhere. There the panel says so ([data-android]), before
// the ways that work elsewhere, and hands the address on to a computer where the browser can.
export function leadAndroid(root) {
  if (!/\bAndroid\b/.test(navigator.userAgent)) return;
  for (const box of root.querySelectorAll("[data-android]")) {
    const { address, title } = box.dataset;
    const button = box.querySelector("button");
    button.hidden = !navigator.share;
    button.addEventListener("click", () => {
      // Who changes their mind has sent nothing, which is no fault.
      navigator.share({ title, url: address }).catch(() => {});
    });
    box.closest("section").querySelector('a.button-main[href^="webcal:"]')?.classList.remove("button-main");
    box.hidden = false;
  }
}
