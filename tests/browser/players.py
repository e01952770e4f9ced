"""Pages that speak as the players of video hosts do, as far as ours listens. `end()` in their frame ends the film."""

LIKE_YOUTUBE = """
  <p>A player that speaks as YouTube's does</p>
  <script>
    let at = 42, isPlaying = true, parents = null;
    const tell = (event) => parents?.source.postMessage(
      JSON.stringify({ event, info: { currentTime: at, playerState: isPlaying ? 1 : 2 } }), parents.origin);
    addEventListener("message", (event) => {
      const { event: what, func, args } = JSON.parse(event.data);
      if (what === "listening") {
        parents = event;
        tell("initialDelivery");
        return;
      }
      if (func === "setPlaybackRate") document.body.dataset.rate = args[0];
      else if (func === "seekTo") at = args[0];
      else isPlaying = func === "playVideo";
      tell("infoDelivery");
    });
    function end() {
      parents.source.postMessage(JSON.stringify({ event: "infoDelivery", info: { playerState: 0 } }), parents.origin);
    }
  </script>
"""
LIKE_VIMEO = """
  <p>A player that speaks as Vimeo's does</p>
  <script>
    let at = 42, wanted = [];
    const tell = (event) => wanted.includes(event)
      && parent.postMessage(JSON.stringify({ event, data: { seconds: at, duration: 6000 } }), "*");
    parent.postMessage(JSON.stringify({ event: "ready" }), "*");
    addEventListener("message", ({ data: { method, value } }) => {
      if (method === "ping") parent.postMessage({ method: "ping" }, "*");
      else if (method === "addEventListener") {
        wanted.push(value);
        tell("play");
      } else if (method === "setCurrentTime") {
        at = value;
        tell("seeked");
      } else if (method === "setPlaybackRate") document.body.dataset.rate = value;
      else tell(method);
    });
    function end() {
      tell("ended");
    }
  </script>
"""


HOSTS = {"https://www.youtube-nocookie.com/": LIKE_YOUTUBE, "https://player.vimeo.com/": LIKE_VIMEO}


def answer_for_others(page, base_url, player=None):
    """Everything that another site is asked for gets this page, or else what speaks as the player of that host.

    Returns what was asked for.
    """
    asked = []

    def intercept(route):
        if route.request.url.startswith(base_url):
            route.continue_()
            return
        asked.append(route.request.url)
        body = player or next(page for host, page in HOSTS.items() if route.request.url.startswith(host))
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

    page.route("**/*", intercept)
    return asked
