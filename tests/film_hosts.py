"""What hosts of films answer, written after their documentation. Everybody in it has been dead for long."""

import json

from tests.other_sites import Page

CHANNEL, PLAYLIST, VIDEO = "UC" + "a" * 22, "PL" + "b" * 32, "aBcDeFgHiJk"
FEED = f"/feeds/videos.xml?channel_id={CHANNEL}"
PEERTUBE, BBB, PODCAST = "tube.etoiles.example", "bbb.etoiles.example", "podcast.etoiles.example"
UUID, SHORT = "9c9de5e8-0a1e-484a-b099-e80766180a6d", "kkGMgK9ZtnKfYAgnEtQxbv"
RECORD = "f" * 40 + "-1801929600000"
ZOOM_UUID = "/abc//def=="


def page(data, status=200, **values):
    body = data if isinstance(data, bytes) else data.encode() if isinstance(data, str) else json.dumps(data).encode()
    return Page(status=status, body=body, **values)


def youtube_feed(*films, title="Lunar Society of Birmingham"):
    """Each film: id, title, published."""
    entries = "".join(
        f"<entry><id>yt:video:{video}</id><yt:videoId>{video}</yt:videoId><title>{name}</title>"
        f'<link rel="alternate" href="https://www.youtube.com/watch?v={video}"/><published>{published}</published></entry>'
        for video, name, published in films
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        f'xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>{entries}</feed>'
    )


def youtube_items(*videos):
    return {"items": [{"contentDetails": {"videoId": video}} for video in videos]}


def youtube_video(
    video=VIDEO, title="Comets", *, began=None, ended=None, length="PT1H52M31S", privacy="public", **values
):
    live = {} if began is None else {"actualStartTime": began} | ({} if ended is None else {"actualEndTime": ended})
    return {
        "id": video,
        "snippet": {"title": title, "publishedAt": "2027-02-14T18:05:00Z", "channelTitle": "Lunar Society"},
        "contentDetails": {"duration": length},
        "status": {"privacyStatus": privacy, "uploadStatus": "processed"},
        **({"liveStreamingDetails": live} if live else {}),
        **values,
    }


def podcast_feed(*items, title="Comets by ear"):
    names = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    listed = "".join(items)
    return f'<?xml version="1.0"?><rss version="2.0" {names}><channel><title>{title}</title>{listed}</channel></rss>'


def podcast_episode(
    title="Comets",
    *,
    file="comets.mp3",
    published="Mon, 15 Feb 2027 09:00:00 +0000",
    length="1:52:20",
    written="text/vtt",
):
    base = f"https://{PODCAST}/files"
    return (
        f"<item><title>{title}</title><link>https://{PODCAST}/comets</link><pubDate>{published}</pubDate>"
        f'<enclosure url="{base}/{file}" length="81000000" type="audio/mpeg"/>'
        f"<itunes:duration>{length}</itunes:duration>"
        f'<podcast:transcript url="{base}/comets.vtt" type="{written}" language="fr"/></item>'
    )


def peertube_video(name="Comets", *, uuid=UUID, short=SHORT, privacy=1, live=False, **values):
    return {
        "uuid": uuid,
        "shortUUID": short,
        "name": name,
        "isLive": live,
        "duration": 6751,
        "publishedAt": "2027-02-15T09:00:00.000Z",
        "privacy": {"id": privacy, "label": "Public"},
        "state": {"id": 1},
        "channel": {"name": "soirees", "displayName": "Société des Étoiles"},
        **values,
    }


def peertube_captions(*, machine=True, language="fr"):
    return {
        "total": 1,
        "data": [
            {
                "language": {"id": language, "label": "French"},
                "captionPath": f"/lazy-static/video-captions/{UUID}-{language}.vtt",
                "fileUrl": f"https://{PEERTUBE}/lazy-static/video-captions/{UUID}-{language}.vtt",
                "automaticallyGenerated": machine,
            }
        ],
    }


def bigbluebutton_recordings(*recordings):
    return f"<response><returncode>SUCCESS</returncode><recordings>{''.join(recordings)}</recordings></response>"


def bigbluebutton_recording(name="Comets", began_ms=1802620920000, ended_ms=1802627660000, *, published="true"):
    return (
        f"<recording><recordID>{RECORD}</recordID><meetingID>room-1</meetingID><name>{name}</name>"
        f"<isBreakout>false</isBreakout><published>{published}</published><state>published</state>"
        f"<startTime>{began_ms}</startTime><endTime>{ended_ms}</endTime><playback><format><type>presentation</type>"
        f"<url>https://{BBB}/playback/presentation/2.3/{RECORD}</url><length>112</length></format></playback></recording>"
    )


REFUSED_CHECKSUM = (
    "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey>"
    "<message>Checksums do not match</message></response>"
)


def zoom_meeting(topic="Comets", number: object = 81234567890, *, status="completed", written=True):
    file = {"recording_start": "2027-02-14T16:02:00Z", "recording_end": "2027-02-14T17:54:31Z", "status": status}
    transcript = {**file, "file_type": "TRANSCRIPT", "download_url": "https://zoom.us/rec/download/words"}
    return {
        "uuid": ZOOM_UUID,
        "id": number,
        "topic": topic,
        "start_time": "2027-02-14T16:00:00Z",
        "duration": 113,
        "share_url": "https://zoom.us/rec/share/abcdef",
        "recording_files": [{**file, "file_type": "MP4"}, *([transcript] if written else [])],
    }
