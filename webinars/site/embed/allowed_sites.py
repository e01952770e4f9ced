"""Which other sites may show an embed.

| embed | may be framed by |
| --- | --- |
| of a webinar or a recording | any site, unless an organiser lists who may: then the sites of all those lists |
| of an organisation | any site, unless the organisation lists who may |
| of the whole site | any site, unless `WEBINARS_EMBED_SITES` lists who may |

The host and the co-organisers that accepted are a webinar's organisers here.
"""

import re
from collections.abc import Iterable, Sequence

from webinars.domain.programme.credit_line import organisers_of
from webinars.models import Organisation, Webinar

ORIGIN = re.compile(r"https?://[A-Za-z0-9.\[\]:-]{1,255}")


def sites_of(organisers: Iterable[Organisation]) -> tuple[str, ...]:
    """Returns the origins that may frame what `organisers` do together. None means any site."""
    return _origins([site for organiser in organisers for site in organiser.embed_sites])


def sites_of_webinar(webinar: Webinar) -> tuple[str, ...]:
    """Returns the origins that may frame `webinar`.

    Needs the host and the co-organisers with their organisations loaded.
    """
    return sites_of(organisers_of(webinar))


def sites_of_setting(setting: Sequence[str]) -> tuple[str, ...]:
    return _origins(setting)


def _origins(sites: Sequence[str]) -> tuple[str, ...]:
    # They end in a header: a word that is no origin would let something else in. 'none' keeps a list a list.
    origins = tuple(dict.fromkeys(site for site in sites if ORIGIN.fullmatch(site)))
    return origins or (("'none'",) if sites else ())
