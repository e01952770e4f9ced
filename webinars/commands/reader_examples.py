import json

import click

from webinars.commands.application import database
from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext


@click.command("reader-examples", epilog="Example: webinars reader-examples > examples.jsonl")
@click.option("--forget", is_flag=True, help="Delete every text that was kept, and print none.")
def command(forget: bool) -> None:  # noqa: FBT001 - click passes it
    """Write what people have made of pasted texts, as examples that teach the reader, one on each line.

    Only texts of published webinars are written, and texts are kept only where the settings of the site say so.
    """
    from webinars.domain.imports.examples import examples, forget_texts  # noqa: PLC0415 - `--help` starts fast
    from webinars.web.site_context import site_settings  # noqa: PLC0415

    with database() as session:
        if forget:
            count = forget_texts(session)
            session.commit()
            click.echo(ngettext("%(num)s text was deleted.", "%(num)s texts were deleted.", count), err=True)
            return
        if not site_settings().keep_examples:
            raise CommandFailed(_("This site keeps no pasted texts: see WEBINARS_KEEP_EXAMPLES."))
        count = 0
        for example in examples(session):
            click.echo(json.dumps(example.as_json(), ensure_ascii=False))
            count += 1
    click.echo(ngettext("%(num)s example was written.", "%(num)s examples were written.", count), err=True)
