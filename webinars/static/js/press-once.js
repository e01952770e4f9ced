// A form that can be sent once: what it carries is spent by the first press, so a second one would be refused, and the
// answer to that is what the browser shows.
export function pressOnce(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  // A page that comes back from the cache of the browser can be sent again.
  addEventListener("pageshow", () => (isSent = false));
}
