"""Sentences that have a telltale word and stand in no row of `table`, each with what tries it or why nothing need."""

TRIED = {
    "explains a rule that holds in any state": {
        "It replaces the password of %(email)s.": (
            "accounts/test_own_account_views::test_the_password_is_changed_and_other_browsers_are_signed_out"
        ),
        "We write to both: the new one confirms, the old one can stop it for 7 days.": (
            "accounts/test_ends::test_the_old_address_stops_it_and_has_the_account_back"
        ),
        "Your name, address, passkeys and sessions are erased at once.": (
            "accounts/test_ends::test_an_account_is_closed_and_what_it_did_stays"
        ),
        "As soon as it is confirmed, you look after": (
            "owner_invitations/test_claims::test_a_new_account_accepts_once_and_gains_nothing_yet"
        ),
        "Whoever accepts by the mail becomes its first owner": (
            "owner_invitations/test_claims::test_once_confirmed_it_is_theirs_with_the_rights_that_were_promised"
        ),
        "They have agreed: the text calls them confirmed": (
            "imports/test_views::test_people_whom_the_text_calls_confirmed_have_agreed_unless_that_is_unticked"
        ),
        "The page says that it is over at": "live/test_day_page::test_from_start_to_end_and_back",
        "If nobody presses, the page says that it is over at": "live/test_day_page::test_from_start_to_end_and_back",
        "Goes at once, before reminders and other messages.": (
            "live/test_day_page::test_it_is_written_to_those_who_are_not_here_yet"
        ),
        "Questions stand on the page at once.": "questions/test_asking::test_a_question_stands_on_the_page_at_once",
        "From now on questions stand on the page at once.": (
            "questions/moderation/test_presses::test_the_board_is_opened_closed_and_read_first"
        ),
        "Its page and the moments in it are gone at once": (
            "recordings/views/test_removal::test_nobody_finds_what_was_removed"
        ),
        "It will be looked at within minutes.": (
            "recordings/video_copies/test_actions::test_asking_again_is_for_the_next_round"
        ),
        "Every place will be looked at within minutes.": (
            "recordings/video_copies/test_actions::test_asking_again_is_for_the_next_round"
        ),
        "Name, address, zone and answers for all of these go at once": (
            "registration/test_series_registration::test_all_of_it_is_erased_on_the_page"
        ),
        "You join the queue: places are taken.": (
            "registration/test_series_registration::test_where_one_counts_its_places_all_wait_for_one_press"
        ),
        "We write as soon as a place is yours.": (
            "registration/test_series_registration::test_who_waited_hears_as_soon_as_a_place_is_theirs"
        ),
        "The registration goes at once, the place with it.": (
            "registration/test_own_list::test_all_of_it_is_erased_at_once"
        ),
        "All %(num)s registrations go at once": "registration/test_own_list::test_all_of_it_is_erased_at_once",
        "Name, address, zone and answers go at once.": (
            "registration/test_erasure::test_who_asks_is_erased_at_once_with_the_place"
        ),
        "On approval a free place is taken.": (
            "registration/test_deciding::test_who_is_approved_has_a_place_or_a_number"
        ),
        "What has to be confirmed and is not is forgotten after": (
            "registration/test_erasure::test_an_address_that_nobody_has_pressed_for_is_forgotten_after_a_week"
        ),
        "It moves the webinar, which is announced already": (
            "scheduling/date_polls/test_desk::test_a_published_webinar_is_moved_for_good"
        ),
        "What people have made of a pasted text": (
            "imports/test_examples::test_nothing_is_kept_or_said_unless_administrators_say_so"
        ),
        "What is saved holds at once": (
            "site_settings/test_settings::test_a_name_holds_at_once_on_public_pages_in_feeds_and_in_mails"
        ),
        "It holds at once, everywhere": "site_settings/test_settings::test_another_process_follows_within_a_second",
        "The organisers have them at once.": (
            "speaker_pages/test_slides::test_what_is_offered_is_there_after_the_webinar"
        ),
        "This link has ended: the webinar is over.": (
            "speaker_pages/test_page::test_a_new_link_goes_to_the_stored_address_alone"
        ),
        "Your address and your choice are erased at once": "followers/test_following::test_the_end_erases_the_address",
        "An organisation that has members here is asked when you save": (
            "desk/test_invitations::test_accepting_puts_the_webinar_on_the_organisations_page"
        ),
        "A place given back goes to the first in the queue at once.": (
            "registration/test_attendee_page::test_a_place_is_given_back_and_goes_to_the_next"
        ),
        "More places go to the first in the queue at once, with a mail.": (
            "registration/test_deciding::test_more_places_go_to_the_first_in_the_queue_and_the_rest_stays_free"
        ),
        "It counts at once, and a mail brings what they need.": (
            "registration/test_register_pages::test_who_registers_has_a_place_and_a_mail"
        ),
        "If anything is registered under %(address)s, we have written there.": (
            "registration/test_own_list::test_who_asks_is_sent_the_link"
        ),
        "We write to it what is registered under it, with the links.": (
            "registration/test_own_list::test_who_asks_is_sent_the_link"
        ),
    },
    "says what has become of something, to whom that concerns": {
        "We have written to both addresses.": "accounts/test_ends::test_the_new_address_confirms",
        "This invitation is over": "owner_invitations/test_claims::test_it_is_over_after_14_days",
        "This invitation was good for 14 days, and they are over.": (
            "owner_invitations/test_claims::test_it_is_over_after_14_days"
        ),
        "An administrator has confirmed it.": (
            "owner_invitations/test_claims::test_once_confirmed_it_is_theirs_with_the_rights_that_were_promised"
        ),
        "or has confirmed somebody else": (
            "owner_invitations/test_claims::test_of_two_who_claim_it_the_first_confirmed_has_it"
        ),
        "You have pressed already: we write to you": (
            "registration/test_recording_wishes::test_one_press_makes_it_a_wish_and_another_erases_it"
        ),
        "Your place is taken back": "registration/test_letters_of_states::test_taken_back_by_the_organisers",
        "its people are not confirmed": "desk/test_repeats::test_people_come_along_unconfirmed_and_only_if_asked",
        "One place is taken: choose 1 or more.": "registration/test_desk::test_more_places_and_fewer",
        "%(num)s places are taken: choose %(num)s or more.": "registration/test_desk::test_more_places_and_fewer",
    },
}
"""A piece of each sentence and the test that tries it, in `tests/integration`, by why it is so wherever it stands."""
NOTHING_PROMISED = {
    "the name of a choice, a button, a column or an act": (
        "All ways to follow",
        "At once",
        "Confirmed claim of an organisation",
        "Confirmed.",
        "Everybody, those who have not answered as “to be confirmed”",
        "Follow by mail, to be confirmed",
        "Keep a waiting list when all places are taken",
        "Let them stand at once",
        "We are over",
        "Mail about a recording, to be confirmed",
        "New address of an account, to be confirmed",
        "Not yet confirmed",
        "Registration for a series to be confirmed",
        "Registration to be confirmed",
        "Stands on the page at once",
        "With the same people, not confirmed yet",
        "Yes: the recording will be on its page",
        "Zone line, as it will be printed",
        "confirmed who looks after the organisation",
        "let questions of the audience stand at once",
        "whether it will be recorded",
        "What to follow",
    ),
    "says what somebody is to do, or why what was entered is refused": (
        "It is over.",
        "Its start %(day)s is over.",
        "Paste an announcement you have written already",
        "Paste less at once.",
        "Take at most %(count)s dates at once.",
        "The video is over by then.",
        "The webinar is over by then.",
        "more mails may leave at once than providers take",
    ),
}
"""A piece of each sentence, by why nothing need try it."""
