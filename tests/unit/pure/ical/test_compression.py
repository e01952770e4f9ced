import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.ical.compression import deflated, gzipped


@given(st.lists(st.binary(max_size=3000), max_size=20))
def test_joined_parts_are_one_gzip_member_of_the_whole(parts):
    plain = b"".join(parts)

    joined = gzipped([deflated(part) for part in parts], parts)

    assert gzip.decompress(joined) == plain
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(joined) == plain
    # One member: clients that stop after the first must see everything.
    assert reader.eof
    assert reader.unused_data == b""


def test_the_same_text_is_the_same_octets():
    assert gzipped([deflated(b"a")], [b"a"]) == gzipped([deflated(b"a")], [b"a"])
