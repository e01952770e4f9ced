from wtforms import Form, StringField

from webinars.lib.i18n import lazy_gettext as _l


class MergeForm(Form):
    gone = StringField(
        _l("The other record"),
        description=_l("Its name, or the last part of its address where both have the same name."),
        render_kw={"autocomplete": "off", "maxlength": 200},
    )
