"""The rows of the table of rights (see `policy`) that are about the site as a whole, and no organisation of it."""

from collections.abc import Mapping
from types import MappingProxyType

from webinars.app.visitor_kinds import ADMINISTRATOR, SIGNED_IN, Right

OF_SITE: Mapping[str, Right] = MappingProxyType(
    {
        "site": Right(
            "set up the site and its first organisation, read the outbox and what administrators did, decide about "
            "first messages and claims of organisations, make two records of one organisation one, have addresses "
            "written to again, take the examples of the reader",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=(
                "outbox.index",
                "outbox.show",
                "outbox.message",
                "outbox.write_again",
                "held_messages.index",
                "held_messages.decide",
                "desk.administrators",
                "claims.index",
                "claims.decide",
                "tidying.choose_merge",
                "tidying.merge",
                "site_settings.show",
                "site_settings.save",
                "site_settings.send_test",
                "imports.take_examples",
                "first_steps.show",
                "first_steps.proof",
                "first_steps.take",
                "first_steps.published",
            ),
        ),
        "addresses": Right(
            "see, take as a file and erase what is kept about an address",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("kept.ask", "kept.look", "kept.report", "kept.erase"),
        ),
        "create organisations": Right(
            "create an organisation (everybody who is signed in, where the settings of the site say so)",
            ADMINISTRATOR,
            told=SIGNED_IN,
            addresses=("organisations.new", "organisations.create"),
        ),
    }
)
