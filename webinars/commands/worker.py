import click

from webinars.commands.application import application


@click.command("worker", epilog="Example: webinars worker")
def command() -> None:
    """Send mails and do what is due, until it is told to stop.

    `webinars serve` runs one beside the web server; more may run, on other machines too.
    """
    from webinars.app.worker import run_worker  # noqa: PLC0415 - `worker --help` starts fast

    with application() as app:
        run_worker(app)
