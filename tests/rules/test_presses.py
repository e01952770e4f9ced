"""Who presses a button at the desk: the view says what it is `about`, and one `press` stores it or says why not."""

import inspect

from webinars.web.about import is_about
from webinars.web.access import Audience, audience_of
from webinars.web.press import press

OTHERWISE = {
    "about an account, or the site as a whole": """
        accounts.add accounts.change_address accounts.change_password accounts.close accounts.end_other_sessions
        accounts.end_session accounts.make_codes accounts.new_passkey_options accounts.proof_options accounts.prove
        accounts.remove accounts.rename accounts.rename_one accounts.set_timezone accounts.switch_off claims.decide
        desk.create first_steps.take held_messages.decide kept.close kept.erase kept.look kept.report
        organisations.create outbox.write_again site_settings.save site_settings.send_test
    """,
    "about many webinars at once": """
        desk.act_on_chosen desk.delete_chosen desk.move_chosen
        imports.decide_gone imports.store imports.store_calendar recaps.store
    """,
    "stores nothing": "imports.ask_model imports.read kept.own messages.preview recaps.read",
    "the right is of something below what the address names, or of something it names by no slug": """
        desk.accept_invitation desk.decline_invitation desk.take_back_refusal desk.undo_act
        organisations.remove_member starts.answer
    """,
    "its verbs have a second way in, without an account": """
        audience_questions.make audience_questions.press audience_questions.press_agenda
        audience_questions.press_board audience_questions.revoke
    """,
    "its answer is the only one with the secret that it has made": "day.helper",
    "a report is read for its page, before anything is stored": "attendees.read_attendance attendees.store_minutes",
    "it answers with a file, or with the page and what was typed": "attendees.table messages.send_test",
    "its form holds what others have changed meanwhile, or begins anew what they have deleted": "desk.update",
}
"""The views that are not so, by the reason for it. Some of them are run by `press` all the same."""


def pressed(app):
    """Returns the views that take a POST of somebody who has signed in, by their endpoints."""
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    personal = {Audience.SIGNED_IN, Audience.ADMIN}
    return {name: view for name, view in app.view_functions.items() if name in posted and audience_of(view) in personal}


def names_in(code):
    """Returns all names that a piece of code, or what is written within it, asks for."""
    within = [names_in(each) for each in code.co_consts if inspect.iscode(each)]
    return set(code.co_names).union(*within)


def reached(view):
    """Returns the view, and what it calls of the rooms of `site`, directly or by others."""
    todo, found = [inspect.unwrap(view)], []
    while todo:
        function = todo.pop()
        found.append(function)
        values = [function.__globals__.get(name) for name in sorted(names_in(function.__code__))]
        own = [each for each in values if inspect.isfunction(each) and each.__module__.startswith("webinars.site.")]
        todo.extend(each for each in own if each not in (*found, *todo))
    return found


def is_one_press(view):
    """Returns whether a view is about something, and runs its verb by `press`."""
    functions = [(each.__globals__, names_in(each.__code__)) for each in reached(view)]
    return is_about(view) and any(there.get(name) is press for there, names in functions for name in names)


def others():
    return [endpoint for endpoints in OTHERWISE.values() for endpoint in endpoints.split()]


def test_one_press_alone_ends_the_transaction_of_what_a_view_is_about(app):
    ending = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if is_about(view) and any({"commit", "rollback"} & names_in(function.__code__) for function in reached(view))
    }

    assert ending == set()


def test_what_is_pressed_at_the_desk_is_about_something_and_one_press(app):
    own_way = {endpoint for endpoint, view in pressed(app).items() if not is_one_press(view)}

    assert sorted(own_way) == sorted(others())
