import datetime as dt
import json
import pickle

import pytest
from huey.registry import Message

from webinars.app.worker import JsonSerializer

MESSAGE = Message(
    id="1",
    name="send_mails",
    eta=dt.datetime(2027, 2, 14, 16, 0, 0, 5),
    retries=0,
    retry_delay=0,
    priority=None,
    args=[],
    kwargs={},
    on_complete=None,
    on_error=None,
    expires=None,
    expires_resolved=None,
    timeout=None,
    chord_config=None,
    retry_backoff=None,
)


def test_a_message_comes_back_as_it_was():
    serializer = JsonSerializer()

    octets = serializer.serialize(MESSAGE)

    assert json.loads(octets)["name"] == "send_mails"
    assert serializer.deserialize(octets) == MESSAGE


def test_other_values_come_back_too():
    serializer = JsonSerializer()

    assert serializer.deserialize(serializer.serialize([1, "x", None])) == [1, "x", None]


def test_a_pickle_is_not_read():
    with pytest.raises((UnicodeDecodeError, json.JSONDecodeError)):
        JsonSerializer().deserialize(pickle.dumps(MESSAGE))


def test_what_is_no_json_does_not_get_in():
    with pytest.raises(TypeError):
        JsonSerializer().serialize(object())
