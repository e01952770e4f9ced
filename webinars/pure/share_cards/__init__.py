"""Pictures of 1200 × 630 pixels that stand beside a shared link: a title, its hour and faces, in any script.

Text is shaped by Raqm (HarfBuzz and FriBidi, which Pillow brings) in the Noto fonts of the machine.
"""

from webinars.pure.share_cards.drawing import HEIGHT, MOST_FACES, SIDE_WIDTH, WIDTH, Card, draw
from webinars.pure.share_cards.fonts import Fonts, fonts_of, missing_fonts
