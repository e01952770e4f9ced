"""Text out: what a webinar's page says, as text for every place an organiser posts to."""

from webinars.pure.announcements.writer.announcement import (
    Announcement,
    AnsweredQuestion,
    Appearance,
    HouseStyle,
    ModeratorWording,
    Phase,
    Recording,
    TextPart,
    WebinarStatus,
)
from webinars.pure.announcements.writer.mail import mail
from webinars.pure.announcements.writer.renderers import html, markdown, plain, wordpress
from webinars.pure.announcements.writer.short_post import Network, length_on, short_post
