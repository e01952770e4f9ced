"""What needs neither a database nor a web: times, texts, addresses of videos, calendar entries, captions, playlists."""
