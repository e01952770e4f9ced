from webinars.config import Settings
from webinars.pure.videos import Players


def players_of(settings: Settings) -> Players:
    """Returns what the operator has chosen about players."""
    return Players(
        site_url=settings.base_url,
        peertube_hosts=settings.peertube_hosts,
        bigbluebutton_hosts=settings.bigbluebutton_hosts,
        dailymotion_player=settings.dailymotion_player,
    )
