"""The day of one webinar: Sunday 14 February 2027, 4pm to 6pm in London, conducted by Olga."""

import datetime as dt

STARTS_AT = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
ENDS_AT = dt.datetime(2027, 2, 14, 18, tzinfo=dt.UTC)
DAY = "/manage/webinars/comets/day"


def minutes(number):
    return dt.timedelta(minutes=number)
