"""Texts as groups write them, about people of earlier centuries."""

ANNOUNCEMENT = """Webinar: Letters on colour: Newton, Goethe and the makers of dyes

Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific

A prism, a poem and a vat of madder: three ways of knowing red. We read what was written in three rooms that never met.

Our webinar addresses questions such as:

  • Is colour in the light, in the eye, or in the paint?
  • What did the dyers know that the opticians did not?

Confirmed speakers

  • Margaret Cavendish (Natural philosopher, Welbeck)
  • Isaac Newton (Lucasian Professor, Cambridge)
  • Johann Wolfgang von Goethe (Weimar)

Co-organised by the Lunar Society and the Accademia dei Lincei.
"""

RECAP = """Webinar explores what dyers, poets and opticians knew of colour

A prism, a poem and a vat of madder: three ways of knowing red.

In our webinar of 14 February 2027, organised jointly with the Accademia dei Lincei, we addressed questions such as:

  • Is colour in the light, in the eye, or in the paint?

Speakers were as follows:

  • Isaac Newton (Lucasian Professor, Cambridge)
  • Margaret Cavendish (Natural philosopher, Welbeck, moderator)
  • Johann Wolfgang von Goethe (Weimar)
  • Claude Louis Berthollet (Manufacture des Gobelins)

Full event stream: https://videos.example/colour.mp4
"""

DISAGREEING = ANNOUNCEMENT.replace("14 February 2027", "21 March 2027")
"""In the week in which America has changed its clocks and Britain has not."""

UNSURE = """Letters on colour

Sunday 14 February 2027, 4pm Britain

A recent study by Claude Louis Berthollet shows that dyers knew more than they wrote. With Margaret Cavendish, Natural
philosopher, and Isaac Newton (Cambridge) we read three letters that nobody answered.

An evening supported by the Accademia dei Lincei and Friends of Madder.
"""
"""Names people in its sentences only, some of whom take part; who does is not sure enough to be filled in."""

UNSURE_TWICE = (
    UNSURE + "\nMonday 15 March 2027, 4pm Britain\n\nSecond evening\n\nMonday 12 April 2027, 4pm Britain\n\nThird\n"
)
