from tests.factories import make_organisation, make_webinar


def test_a_published_webinar_is_in_the_sites_feed(session, feed):
    webinar = make_webinar(session, make_organisation(session))

    (entry,) = feed()

    assert entry["SUMMARY"] == "Comets and their tails"
    assert entry["UID"] == webinar.uid
    assert entry.start == webinar.starts_at
