"""Several conversations with the mail server at once."""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from webinars.config import MailServer
from webinars.domain.mail.compose import Message
from webinars.domain.mail.smtp import MailDeferred, MailRefused, Postman, ServerAway

Answer = MailRefused | MailDeferred | ServerAway | None
"""What the server said to a mail; None: it has it."""


class PostOffice:
    """Hands mails to a server over at most `connections` conversations, which last until the block ends."""

    def __init__(self, server: MailServer, connections: int) -> None:
        self._postmen = [Postman(server) for _ in range(connections)]
        self._pool = ThreadPoolExecutor(connections, "mail")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()
        for postman in self._postmen:
            postman.hang_up()

    def deliver(self, messages: Mapping[int, Message], *, may_begin: Callable[[], bool]) -> dict[int, Answer]:
        """Send `messages` and return the server's answer to each that was tried.

        Another is begun as long as `may_begin()`, and until the server is away for one of them.
        """
        waiting, answers = deque(messages.items()), dict[int, Answer]()

        def work(postman: Postman) -> None:
            while may_begin() and not any(isinstance(answer, ServerAway) for answer in answers.copy().values()):
                try:
                    number, message = waiting.popleft()
                except IndexError:
                    return
                try:
                    postman.send(message)
                except (MailRefused, MailDeferred, ServerAway) as error:
                    answers[number] = error
                else:
                    answers[number] = None

        # One mail needs one conversation, and of a program that is killed no thread beside the main one stays.
        if len(messages) == 1:
            work(self._postmen[0])
        else:
            list(self._pool.map(work, self._postmen))
        return answers
