//! What becomes of a draft: cancelled, edited, sent twice, left, found again.

use super::*;
use crate::domain::trouble::tests::logged;

#[test]
fn cancel_throws_the_draft_away_and_says_so() {
    insta::assert_snapshot!(Story::english_at(4).press("Cancel"), @"
        The report was not sent, and what was written is thrown away.
        [Report a problem]
        [My reports] [Help]
        ");
    // At the question of the place there are keys to take away.
    let mut story = Story::english_at(1);
    insta::assert_snapshot!(story.command("cancel"), @"
        The report was not sent, and what was written is thrown away.
        (keys gone)
        ");
    assert!(story.timers.is_empty());
    insta::assert_snapshot!(story.command("cancel"), @"
        There is nothing to cancel.
        [Report a problem]
        [My reports] [Help]
        ");
}

#[test]
fn a_message_edited_before_sending_changes_the_answer() {
    let mut story = Story::english_at(2);
    let place = story.last_message();
    story.write("A deep hole");
    let words = story.last_message();
    assert_eq!(story.edit(place, "via Roma 13"), "");
    story.press("No photo");
    let read = story.edit(words, "A deep, wide hole");
    assert!(read.starts_with("(edit) ") && read.contains("A deep, wide hole"), "{read}");
    let read = story.press("Send");
    assert!(read.contains("via Roma 13") && read.contains("\"A deep, wide hole\""), "{read}");
}

#[test]
fn a_message_edited_after_sending_is_part_of_the_reports_history() {
    let mut story = Story::english_at(3);
    let words = story.last_message();
    story.press("No photo");
    story.press("Send");
    assert_eq!(story.edit(words, "A deeper hole"), "=> 2026-000001: edit \"A deeper hole\"\n");
    assert_eq!(story.edit(MessageId(9999), "what is this"), "", "nothing of ours: quiet");
}

#[test]
fn send_pressed_twice_is_one_report() {
    let mut story = Story::english_at(4);
    let (id, data) = send_button(&story);
    story.press_data(Some(id), &data);
    insta::assert_snapshot!(story.press_data(Some(id), &data), @"(notice) This report is sent already. /mine shows how it is going.");
    assert_eq!(story.filed, 1);
}

fn send_button(story: &Story) -> (MessageId, String) {
    let (id, _, message) = story.shown.last().unwrap();
    let Keyboard::Inline(rows) = &message.keyboard else { panic!("buttons") };
    (*id, rows[0][0].data.clone())
}

#[test]
fn old_buttons_are_answered_and_change_nothing() {
    let mut story = Story::english_at(4);
    let (id, data) = send_button(&story);
    story.press("Cancel");
    insta::assert_snapshot!(story.press_data(Some(id), &data), @"(notice) This draft is no longer there. /mine shows the reports that were sent, /new begins another.");
    story.command("new");
    story.press("Something else");
    assert!(
        story.press_data(Some(id), &data).starts_with("(notice) This draft is no longer there")
    );
    // A button of the same draft whose question is answered.
    insta::assert_snapshot!(story.press("Street lighting"), @"(notice) Thank you, this is already answered.");
    insta::assert_snapshot!(story.press_data(None, "what:is:this"), @"(notice) This button is old and no longer of use. /help shows what can be done.");
    assert_eq!(story.filed, 0);
}

#[test]
fn a_second_start_or_new_asks_whether_to_go_on() {
    let mut story = Story::english_at(2);
    insta::assert_snapshot!(story.command("start"), @"
        There is a report that was begun and not sent yet. Go on with it, or begin anew?
        [Go on]
        [Begin anew]
        ");
    assert!(story.press("Go on").contains("What is wrong?"));
    assert!(story.command("new").contains("[Begin anew]"));
    assert!(story.press("Begin anew").contains("What kind of problem is it?"));
    // Nothing is answered yet: nothing would be lost.
    assert!(story.command("new").contains("What kind of problem is it?"));
}

#[test]
fn the_draft_is_called_to_mind_after_an_hour_and_the_next_morning() {
    let mut story = Story::english_at(2);
    assert_eq!(story.wait(TimeDelta::minutes(59)), "");
    insta::assert_snapshot!(story.wait(TimeDelta::minutes(2)), @"
        The report is not sent yet. Go on?
        [Go on] [Cancel]
        ");
    assert_eq!(story.wait(TimeDelta::hours(21)), "");
    insta::assert_snapshot!(story.wait(TimeDelta::hours(2)), @"
        There is still a report that is not sent. It stays here: go on with it at any time.
        [Go on] [Cancel]
        ");
    assert_eq!(story.wait(TimeDelta::days(7)), "");
    assert!(story.press("Go on").contains("What is wrong?"));
    // Touched again: the hour begins again.
    assert!(story.wait(TimeDelta::minutes(61)).contains("not sent yet"));
}

/// Nobody who writes after months has in mind what was asked then.
#[test]
fn what_comes_long_after_is_no_answer_to_a_question_of_then() {
    let long_after = |answers| {
        let mut story = Story::english_at(answers);
        story.wait(TimeDelta::minutes(61));
        story.wait(TimeDelta::days(1));
        story.wait(TimeDelta::days(400));
        story
    };
    // Where was asked: it is not the place of that.
    let mut story = long_after(1);
    insta::assert_snapshot!(story.write("The lamp in via Verdi 3 is out"), @"
        Message received. This is not sent to the town yet.
        There is a report that was begun and not sent yet. Go on with it, or begin anew?
        [Go on]
        [Begin anew]
        ");
    assert_eq!(story.one_photo(), "");
    story.wait(TimeDelta::seconds(20));
    insta::assert_snapshot!(story.write("It is dark"), @"
        2 messages and a photo received. This is not sent to the town yet.
        There is a report that was begun and not sent yet. Go on with it, or begin anew?
        [Go on]
        [Begin anew]
        ");
    insta::assert_snapshot!(story.wait(TimeDelta::minutes(61)), @"
        The report is not sent yet. Go on?
        [Go on] [Cancel]
        ");
    insta::assert_snapshot!(story.press("Begin anew"), @"
        What has arrived will be part of the report.
        (keys gone)
        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    story.press("Street lighting");
    story.write("via Verdi 3");
    assert!(story.press("Done").contains("The lamp in via Verdi 3 is out"));
    // What was all but sent goes on with it, if they say so.
    let mut story = long_after(4);
    story.write("It is wider now");
    insta::assert_snapshot!(story.write("yes"), @"
        What has arrived will be part of the report.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole
        It is wider now</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    assert!(story.press("Send").contains("It is wider now"));
    // A label of ours is no place either. Whoever answers goes on as well; a mere no says neither.
    let mut story = long_after(1);
    assert!(story.write("Report a problem").contains("[Begin anew]"));
    story.write("The lamp in via Verdi 3 is out");
    assert!(story.write("no").contains("[Begin anew]"));
    assert!(!story.write("I don't know the address").contains("Begin anew"));
    story.write("Next to the school");
    let summary = story.press("No photo");
    for said in ["Next to the school", "The lamp in via Verdi 3 is out"] {
        assert!(summary.contains(said), "{summary}");
    }
    // Cancelled, what came is there still.
    let mut story = long_after(4);
    story.write("The lamp in via Verdi 3 is out");
    story.command("cancel");
    insta::assert_snapshot!(story.wait(TimeDelta::minutes(61)), @"
        What has arrived here is not sent to the town yet.
        <i>The lamp in via Verdi 3 is out</i>
        Make it a new report?
        [New report]
        [Cancel]
        ");
}

#[test]
fn an_unreadable_dialogue_begins_afresh() {
    let mut story = Story::english_at(2);
    story.dialogue.as_mut().unwrap().json = "{\"drafts\":\"what\"}".to_owned();
    let log = logged(|| {
        let said = story.press("Street lighting");
        assert!(said.starts_with("(notice) This draft is no longer there"), "{said}");
    });
    assert!(log.contains("unexpected data at column") && !log.contains("what"), "{log}");
    assert!(story.command("new").contains("What kind"));
    // One of an earlier version, with less in it, reads.
    story.dialogue.as_mut().unwrap().json = "{\"drafts\":3,\"draft\":{\"no\":3}}".to_owned();
    assert!(story.write("pothole").contains("Where is it?"));
}

#[test]
fn the_language_changes_at_any_step() {
    let mut story = Story::in_language(Lang::It);
    story.command("new");
    insta::assert_snapshot!(story.command("language"), @"
        In quale lingua?
        [Italiano]
        [English]
        ");
    insta::assert_snapshot!(story.press("English"), @"
        From now on in English.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    assert!(story.person.lang_chosen);
}
