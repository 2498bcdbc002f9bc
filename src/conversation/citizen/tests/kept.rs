//! What is sent outside a question: kept, offered, called to mind.

use super::*;
use crate::domain::state::Outcome;

#[test]
fn words_first_are_offered_as_a_new_report() {
    let mut story = Story::english();
    insta::assert_snapshot!(story.write("There is a dead street lamp"), @"
        Message received. This is not sent to the town yet.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    // More at once: offered together, once.
    assert_eq!(story.write("In via Roma"), "");
    insta::assert_snapshot!(story.one_photo(), @"
        2 messages and a photo received. This is not sent to the town yet.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    insta::assert_snapshot!(story.press("New report"), @"
        What has arrived will be part of the report.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    insta::assert_snapshot!(story.press("New report"), @"(notice) This is done already: there is nothing left to choose here.");
}

#[test]
fn whether_it_is_a_new_report_may_be_answered_by_typing() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    insta::assert_snapshot!(story.write("Sì"), @"
        What has arrived will be part of the report.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    let mut story = Story::english_wrote("Hello?");
    insta::assert_snapshot!(story.write("no, thanks"), @"
        All right: nothing was sent.
        [Report a problem]
        [My reports] [Help]
        ");
    // Where nothing was asked, or more than that, yes is a word like any other.
    assert!(story.write("yes").contains("Make it a new report?"));
    let (mut story, _) = Story::english_sent();
    story.write("It is deeper now");
    assert_eq!(story.write("yes"), "", "it is offered with the words before it");
    assert!(story.settle().contains("2 messages received."));
}

#[test]
fn new_takes_what_was_just_sent() {
    let mut story = Story::english();
    story.photo(None, Some("a"));
    story.photo(None, Some("a"));
    story.settle();
    insta::assert_snapshot!(story.command("new"), @"
        What has arrived will be part of the report.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
}

#[test]
fn what_was_kept_can_be_left_out() {
    let mut story = Story::english_wrote("Hello?");
    insta::assert_snapshot!(story.press("Cancel"), @"
        (edit) All right: nothing was sent.
        [Report a problem]
        [My reports] [Help]
        ");
    story.write("Hello?");
    assert!(story.command("cancel").contains("nothing was sent"));
    story.write("Hello?");
    story.wait(TimeDelta::days(2));
    assert!(story.write("A pothole").contains("2 messages received."));
}

#[test]
fn the_words_below_what_cannot_be_used_are_heard() {
    let mut story = Story::english();
    insta::assert_snapshot!(story.unusable(Unusable::Video, Some("There is a dead street lamp")), @"
        Videos cannot be watched here. Please send a photo, or write what there is to see.

        To speak with a person: URP, phone 040 000000
        Message received. This is not sent to the town yet.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    // An album of a video, which has the words, and a photo.
    story.photo(None, Some("a"));
    assert!(story.settle().contains("A message and a photo received."));
    insta::assert_snapshot!(Story::english_at(2).unusable(Unusable::Video, Some("A deep hole")), @"
        Videos cannot be watched here. Please send a photo, or write what there is to see.

        To speak with a person: URP, phone 040 000000
        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
    let (mut story, id) = Story::english_sent();
    let about = story.message_about(id);
    let video =
        |words: &str| Body::Unusable { kind: Unusable::Video, caption: Some(words.to_owned()) };
    insta::assert_snapshot!(story.message(video("It is deeper now"), Some(about)), @r#"
        Videos cannot be watched here. Please send a photo, or write what there is to see.

        To speak with a person: URP, phone 040 000000
        => 2026-000001: add "It is deeper now", 0 photos
        "#);
    let (reference, body) = (story.last_message(), video("It is much deeper now"));
    let message = MessageRef { id: reference, reply_to: None, forwarded: false };
    insta::assert_snapshot!(story.update(Content::Edited { message, body }), @r#"=> 2026-000001: edit "It is much deeper now""#);
}

#[test]
fn what_nobody_sent_is_called_to_mind_after_an_hour_and_the_next_morning() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    assert_eq!(story.wait(TimeDelta::minutes(59)), "");
    insta::assert_snapshot!(story.wait(TimeDelta::minutes(2)), @"
        What has arrived here is not sent to the town yet.
        <i>There is a dead street lamp</i>
        Make it a new report?
        [New report]
        [Cancel]
        ");
    assert_eq!(story.wait(TimeDelta::hours(21)), "");
    assert!(story.wait(TimeDelta::hours(2)).contains("not sent to the town yet"));
    assert_eq!(story.wait(TimeDelta::days(7)), "");
    // It is still there: what comes next is offered with it.
    insta::assert_snapshot!(story.write("Well?"), @"
        2 messages received. This is not sent to the town yet.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    assert!(story.wait(TimeDelta::minutes(61)).contains("not sent to the town yet"));
    assert!(story.command("new").contains("What has arrived will be part of the report."));
    story.press("Street lighting");
    story.write("via Roma 12");
    assert!(story.press("No photo").contains("There is a dead street lamp\nWell?"));
    story.press("Send");
    assert!(story.timers.is_empty());
}

#[test]
fn photos_that_nobody_sent_are_called_to_mind_too() {
    let (mut story, id) = Story::english_sent();
    story.one_photo();
    // What may be done with them is as it is then.
    story.town_closes(id, Outcome::Spam, "Filled");
    insta::assert_snapshot!(story.wait(TimeDelta::minutes(61)), @"
        What has arrived here is not sent to the town yet.
        Photo received.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    story.press("Cancel");
    assert!(story.timers.is_empty());
}

#[test]
fn mere_thanks_are_not_called_to_mind() {
    let mut story = Story::english();
    insta::assert_snapshot!(story.write("Thank you!"), @"
        Message received.
        Make it a new report?
        [New report]
        [Cancel]
        ");
    assert_eq!(story.wait(TimeDelta::days(2)), "");
    assert!(story.write("There is a pothole").starts_with("Message received."));
}

#[test]
fn what_was_left_long_ago_is_offered_no_more() {
    let mut story = Story::english_wrote("Hello?");
    story.wait(TimeDelta::days(15));
    assert!(story.write("A pothole").starts_with("Message received."));
}

#[test]
fn a_draft_comes_first_then_what_was_kept_before_it() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    story.wait(TimeDelta::hours(30));
    assert!(story.command("new").starts_with("What kind of problem is it?"));
    story.press("Something else");
    assert!(story.wait(TimeDelta::minutes(61)).starts_with("The report is not sent yet."));
    story.command("cancel");
    // It was called to mind twice already.
    assert_eq!(story.wait(TimeDelta::days(2)), "");
    assert!(story.press("New report").contains("What kind of problem is it?"));
}

#[test]
fn who_may_send_no_report_is_reminded_of_nothing() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    story.person.blocked_at = Some(story.now);
    assert_eq!(story.wait(TimeDelta::days(2)), "");
}

#[test]
fn who_may_send_reports_again_is_reminded_of_what_they_write_then() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    story.person.blocked_at = Some(story.now);
    assert_eq!(story.wait(TimeDelta::hours(2)), "");
    story.person.blocked_at = None;
    story.write("It is dark there");
    assert!(story.wait(TimeDelta::minutes(61)).contains("not sent to the town yet"));
}

#[test]
fn what_comes_is_called_to_mind_also_where_an_earlier_version_let_the_timer_ring() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    story.timers.clear();
    story.wait(TimeDelta::hours(2));
    story.write("It is dark there");
    assert!(story.wait(TimeDelta::minutes(61)).contains("not sent to the town yet"));
}

#[test]
fn mere_thanks_bring_back_nothing_that_was_left_alone() {
    let mut story = Story::english_wrote("There is a dead street lamp");
    assert!(story.wait(TimeDelta::hours(30)).contains("not sent to the town yet"));
    // Whatever the thanks are for, what they wrote is not sent yet.
    assert!(story.write("Thank you!").contains("There is a dead street lamp"));
    assert!(story.timers.is_empty());
    assert_eq!(story.wait(TimeDelta::days(10)), "");
    // Nor do thanks put off when it is forgotten.
    story.write("Thanks");
    story.wait(TimeDelta::days(5));
    assert!(story.write("A pothole").starts_with("Message received."));
    // What was just written is called to mind all the same.
    story.write("Thanks");
    assert!(story.wait(TimeDelta::minutes(61)).contains("A pothole"));
}

#[test]
fn the_last_that_was_closed_is_the_one_that_was_answered_last() {
    let mut story = Story::english();
    let (joined, main) = (story.by_another_door(), story.strangers());
    let other = story.by_another_door();
    story.town(joined, Command::Merge { into: main, words: "Known already".to_owned() });
    for id in [other, main] {
        story.wait(TimeDelta::hours(1));
        story.town_closes(id, Outcome::Resolved, "Repaired");
    }
    let offer = story.write("No, it is still there");
    assert!(offer.contains(&format!("[Add to {joined}")), "{offer}");
}
