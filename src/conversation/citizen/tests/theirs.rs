//! A citizen and their reports: list, history, additions, answers, the end.

use super::*;
use crate::domain::joined::Owed;
use crate::domain::press::Press;
use crate::domain::state::Outcome;

/// A report was sent, and it was asked what there is to add to it.
fn asked_what_to_add() -> Story {
    let (mut story, id) = Story::english_sent();
    story.open(id);
    story.press("Add something");
    story
}

#[test]
fn my_reports_are_listed_and_opened() {
    let mut story = Story::english();
    insta::assert_snapshot!(story.command("mine"), @"
        There are no reports yet.
        [Report a problem]
        [My reports] [Help]
        ");
    let (mut story, id) = Story::english_sent();
    insta::assert_snapshot!(story.command("mine"), @"
        <b>My reports</b>

        <b>2026-000001</b> Potholes and pavements: received, waiting for an office
        [2026-000001, via Roma 12]
        ");
    story.town(id, Command::Assign { office: "strade".into() });
    story.town(id, Command::Note { words: "secret note".to_owned(), photos: vec![] });
    story.town_asks(id, "Which <side>?");
    story.town(id, Command::Tell { words: "We are on it".to_owned(), photos: vec![] });
    let read = story.press("2026-000001");
    insta::assert_snapshot!(read, @"
        <b>Report 2026-000001</b>
        Potholes and pavements, via Roma 12
        Now: given to Strade e verde
        The next news will come by <b>Wednesday 9 December</b>.

        A question waits for an answer: <b>Which &lt;side&gt;?</b>

        Tuesday 24 November: report received
        Tuesday 24 November: given to Strade e verde
        Tuesday 24 November: question: <i>Which &lt;side&gt;?</i>
        Tuesday 24 November: message from the town: <i>We are on it</i>
        [Answer]
        [Add something] [Withdraw]
        ");
    assert!(!read.contains("secret") && !read.contains("Carlo"));
}

#[test]
fn a_long_history_fits_one_message() {
    let (mut story, id) = Story::english_sent();
    for _ in 0..30 {
        story.town(id, Command::Tell { words: "<&>".repeat(400), photos: vec![] });
    }
    let read = story.open(id);
    assert!(read.contains("(…)") && read.contains("Now: received"));
}

#[test]
fn somebody_elses_report_is_unknown() {
    let (mut story, _) = Story::english_sent();
    let other = story.strangers();
    for press in [
        Press::MyReport(other),
        Press::AddMore(other),
        Press::WithdrawYes(other),
        Press::Solved(other),
        Press::StillThere(ReportId(1)),
        Press::AnswerQuestion(other, 1),
    ] {
        let read = story.press_data(None, &press.encode());
        assert!(read.starts_with("(notice) This report is not among yours"), "{read}");
    }
    assert!(!story.command("mine").contains(&other.to_string()));
}

#[test]
fn something_is_added_from_the_list() {
    let (mut story, id) = Story::english_sent();
    story.open(id);
    insta::assert_snapshot!(story.press("Add something"), @"
        What is there to add to report 2026-000001, via Roma 12? The next message, words or photos, will be part of it.
        [Cancel]
        ");
    insta::assert_snapshot!(story.write("It is deeper now"), @r#"
        => 2026-000001: add "It is deeper now", 0 photos
        "#);
    // What follows at once belongs to it as well.
    story.photo(None, Some("a"));
    story.photo(Some("see"), Some("a"));
    insta::assert_snapshot!(story.settle(), @r#"
        => 2026-000001: add "see", 2 photos
        "#);
    // Later words are something else again.
    story.wait(TimeDelta::minutes(5));
    assert!(story.write("Hello").contains("What is this about?"));
}

#[test]
fn an_addition_that_was_begun_waits_for_a_day() {
    let mut story = asked_what_to_add();
    story.wait(TimeDelta::hours(23));
    assert!(story.write("It is deeper now").contains("add \"It is deeper now\""));
    story.press("Add something");
    story.wait(TimeDelta::hours(25));
    assert!(story.write("There is another one").contains("What is this about?"));
}

#[test]
fn an_addition_that_an_earlier_version_began_waits_from_now_on() {
    let mut story = asked_what_to_add();
    let earlier = |story: &mut Story| {
        let row = story.dialogue.as_mut().unwrap();
        let mut json: serde_json::Value = serde_json::from_str(&row.json).unwrap();
        let writing = json["writing"].as_object_mut().unwrap();
        assert!(writing.remove("asked_at").is_some());
        row.json = json.to_string();
    };
    earlier(&mut story);
    assert!(story.write("It is deeper now").contains("add \"It is deeper now\""));
    story.press("Add something");
    earlier(&mut story);
    // It is read by whatever they do next.
    story.command("mine");
    story.wait(TimeDelta::hours(25));
    assert!(story.write("There is another one").contains("What is this about?"));
}

#[test]
fn what_follows_the_reminder_of_a_draft_is_about_the_draft() {
    let (mut story, id) = Story::english_sent();
    story.command("new");
    story.press("Something else");
    story.wait(TimeDelta::minutes(50));
    story.open(id);
    story.press("Add something");
    // Whoever was just asked something else is not interrupted.
    assert_eq!(story.wait(TimeDelta::minutes(50)), "");
    assert!(story.wait(TimeDelta::minutes(20)).contains("not sent yet. Go on?"));
    assert!(story.write("via Milano").contains("Place: <b>via Milano</b>"));
}

#[test]
fn an_addition_can_be_given_up() {
    let mut story = asked_what_to_add();
    insta::assert_snapshot!(story.command("cancel"), @"All right: nothing more is added to report 2026-000001.");
    story.press("Add something");
    assert!(story.press("Cancel").contains("nothing more is added"));
    assert!(story.press("Cancel").starts_with("(notice) Thank you, this is already answered"));
}

#[test]
fn words_outside_a_question_are_offered_to_each_open_report() {
    let (mut story, id) = Story::english_sent();
    insta::assert_snapshot!(story.write("It is deeper now"), @"
        Message received. This is not sent to the town yet.
        What is this about?
        [Add to 2026-000001, via Roma 12]
        [New report]
        [Cancel]
        ");
    insta::assert_snapshot!(story.press("Add to 2026-000001"), @r#"
        => 2026-000001: add "It is deeper now", 0 photos
        "#);
    insta::assert_snapshot!(story.press("Add to 2026-000001"), @"(notice) This is done already: there is nothing left to choose here.");
    story.position();
    insta::assert_snapshot!(story.press("Add to"), @r#"
        => 2026-000001: add "location 45.65000, 13.77000 https://www.openstreetmap.org/?mlat=45.65000&mlon=13.77000#map=18/45.65000/13.77000", 0 photos
        "#);
    // Thanks for a closed one are not offered to it.
    story.town_closes(id, Outcome::Resolved, "Done");
    assert!(!story.write("Thanks").contains("Add to"));
}

#[test]
fn whoever_just_writes_that_it_is_not_solved_may_add_it_to_what_was_closed() {
    let (mut story, id) = Story::english_sent();
    story.town_closes(id, Outcome::Resolved, "Repaired");
    insta::assert_snapshot!(story.write("No, it is still there"), @"
        Message received. This is not sent to the town yet.
        What is this about?
        [Add to 2026-000001, via Roma 12]
        [New report]
        [Cancel]
        ");
    insta::assert_snapshot!(story.press("Add to"), @r#"=> 2026-000001: add "No, it is still there", 0 photos"#);
    story.wait(TimeDelta::days(31));
    assert!(!story.write("There is another one").contains("Add to"));
    // Nor where it never was a report.
    let (mut story, id) = Story::english_sent();
    story.town_closes(id, Outcome::Spam, "No");
    assert!(!story.write("Why?").contains("Add to"));
}

#[test]
fn a_reply_to_a_message_about_a_report_belongs_to_it_also_in_the_middle_of_a_draft() {
    let (mut story, id) = Story::english_sent();
    let about = story.message_about(id);
    story.command("new");
    story.press("Something else");
    let before = story.dialogue.clone();
    insta::assert_snapshot!(story.reply(about, "More about the first one"), @r#"
        => 2026-000001: add "More about the first one", 0 photos
        "#);
    assert_eq!(story.dialogue, before, "the draft is untouched");
    // An album in reply: one addition.
    for _ in 0..2 {
        let body = story.photo_body(None, Some("r"));
        story.message(body, Some(about));
    }
    insta::assert_snapshot!(story.settle(), @r#"
        => 2026-000001: add "", 2 photos
        "#);
    // Its late third part goes there too, not into the draft.
    story.photo(None, Some("r"));
    assert!(story.settle().contains("add \"\", 1 photos"));
}

#[test]
fn a_question_is_answered_by_reply_or_by_its_button() {
    let (mut story, id) = Story::english_sent();
    story.town_asks(id, "Which side?");
    let question = story.message_about(id);
    insta::assert_snapshot!(story.reply(question, "The left one"), @r#"
        => 2026-000001: answer "The left one", 0 photos
        "#);
    // Once answered, another reply is an addition.
    insta::assert_snapshot!(story.reply(question, "No, the right one"), @r#"
        => 2026-000001: add "No, the right one", 0 photos
        "#);
    story.town_asks(id, "Which side?");
    let seq = story.report(id).question.clone().unwrap().seq;
    let answer = Press::AnswerQuestion(id, seq).encode();
    story.command("new");
    story.press("Something else");
    insta::assert_snapshot!(story.press_data(Some(question), &answer), @"
        Here is the question about report 2026-000001, via Roma 12:
        <b>Which side?</b>

        The next message, words or photos, will be the answer.
        [Cancel]
        ");
    // In the middle of a draft, whose question is asked again then.
    insta::assert_snapshot!(story.write("The left one, after all"), @r#"
        Where is it? Write the address, or send the location.
        <I am there now: send my location>
        <I don't know the address>
        => 2026-000001: answer "The left one, after all", 0 photos
        "#);
    assert!(story.press_data(None, &answer).starts_with("(notice) Thank you, this is already"));
    assert!(story.write("via Milano").contains("Place: <b>via Milano</b>"));
}

#[test]
fn a_question_that_ended_without_an_answer_is_not_answered_already() {
    let (mut story, id) = Story::english_sent();
    let other = story.strangers();
    for ends_by_merge in [true, false] {
        story.town_asks(id, "Which side?");
        let seq = story.report(id).question.clone().unwrap().seq;
        let answer = Press::AnswerQuestion(id, seq).encode();
        if ends_by_merge {
            story.town(id, Command::Merge { into: other, words: "It is known.".to_owned() });
            story.town(id, Command::Unmerge { owed: Owed::default() });
        } else {
            story.town_closes(id, Outcome::Resolved, "Done.");
            story.town(id, Command::Reopen);
        }
        insta::allow_duplicates!(insta::assert_snapshot!(story.press_data(None, &answer), @r"
        What is there to add to report 2026-000001, via Roma 12? The next message, words or photos, will be part of it.
        [Cancel]
        "));
        insta::allow_duplicates!(insta::assert_snapshot!(story.write("The left one"), @r#"
        => 2026-000001: add "The left one", 0 photos
        "#));
    }
}

#[test]
fn a_label_of_ours_may_be_the_answer_to_the_towns_question() {
    let (mut story, id) = Story::english_sent();
    assert!(story.write("Done").contains("No question is open"));
    story.town_asks(id, "Is there a photo of it?");
    insta::assert_snapshot!(story.write("No photo"), @"
        Message received. This is not sent to the town yet.
        What is this about?
        [Add to 2026-000001, via Roma 12]
        [New report]
        [Cancel]
        ");
    insta::assert_snapshot!(story.press("Add to"), @r#"
        => 2026-000001: answer "No photo", 0 photos
        "#);
}

#[test]
fn yes_to_the_towns_question_is_no_answer_to_an_older_offer() {
    for is_asked in [true, false] {
        let mut story = Story::english_wrote("There is a dead street lamp");
        story.wait(TimeDelta::minutes(5));
        // Meanwhile they have a report, by another door.
        let id = story.by_another_door();
        if is_asked {
            story.town_asks(id, "Is it dark there?");
        }
        for words in ["Sì", "No"] {
            let read = story.write(words);
            assert!(read.contains("[Add to 2026-000001"), "{is_asked}: {read}");
            story.wait(TimeDelta::seconds(20));
        }
        let read = story.press("Add to 2026-000001");
        let is_answer = read.contains(": answer \"There is a dead street lamp\\nSì\\nNo\"");
        assert_eq!(is_answer, is_asked, "{read}");
    }
}

#[test]
fn mere_thanks_leave_the_question_open() {
    let (mut story, id) = Story::english_sent();
    story.town_asks(id, "Would Thursday suit you?");
    let question = story.message_about(id);
    insta::assert_snapshot!(story.reply(question, "Grazie mille!"), @r#"
        => 2026-000001: add "Grazie mille!", 0 photos
        "#);
    assert!(story.report(id).question.is_some());
    // Thanks that agree are an answer.
    insta::assert_snapshot!(story.reply(question, "Va bene, grazie"), @r#"
        => 2026-000001: answer "Va bene, grazie", 0 photos
        "#);
}

#[test]
fn withdrawing_asks_once_more() {
    let (mut story, id) = Story::english_sent();
    story.open(id);
    insta::assert_snapshot!(story.press("Withdraw"), @"
        Really withdraw report 2026-000001, via Roma 12? Nobody will look at it any more.
        [Yes, withdraw it]
        [No, leave it open]
        ");
    insta::assert_snapshot!(story.press("No, leave it open"), @"(edit) All right: report 2026-000001, via Roma 12, stays open.");
    story.press("Withdraw");
    insta::assert_snapshot!(story.press("Yes, withdraw it"), @"
        (edit) Really withdraw report 2026-000001, via Roma 12? Yes.
        => 2026-000001: Withdraw
        ");
    assert!(!story.report(id).state.is_open());
    insta::assert_snapshot!(story.press("Withdraw"), @"(notice) Report 2026-000001 is closed already.");
}

#[test]
fn a_report_that_was_closed_meanwhile_does_not_stay_open() {
    let (mut story, id) = Story::english_sent();
    story.open(id);
    story.press("Withdraw");
    story.town_closes(id, Outcome::Resolved, "Repaired");
    insta::assert_snapshot!(story.press("No, leave it open"), @"(notice) Report 2026-000001 is closed already.");
}

#[test]
fn solved_or_still_there() {
    let (mut story, id) = Story::english_sent();
    story.town_closes(id, Outcome::Resolved, "Repaired");
    insta::assert_snapshot!(story.open(id), @"
        <b>Report 2026-000001</b>
        Potholes and pavements, via Roma 12
        Now: closed: solved

        Tuesday 24 November: report received
        Tuesday 24 November: closed, with this reply: <i>Repaired</i>
        [Add something]
        [The problem is still there]
        ");
    let solved = Press::Solved(id).encode();
    insta::assert_snapshot!(story.press_data(None, &solved), @"=> 2026-000001: Rate { solved: true }");
    assert!(story.press_data(None, &solved).starts_with("(notice)"));
    insta::assert_snapshot!(story.press("The problem is still there"), @"=> 2026-000001: StillThere { words: None }");
    insta::assert_snapshot!(story.press("The problem is still there"), @"(notice) Report 2026-000001 is open already: it need not be opened again.");
    let told = story.shown.last().unwrap().0;
    insta::assert_snapshot!(story.reply(told, "It broke again"), @r#"
        => 2026-000001: add "It broke again", 0 photos
        "#);
}
