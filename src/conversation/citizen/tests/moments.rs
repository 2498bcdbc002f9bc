//! What comes at the wrong moment.

use super::*;

#[test]
fn words_where_a_kind_was_asked_choose_it_or_are_kept() {
    let mut story = Story::english_at(0);
    insta::assert_snapshot!(story.write("street lighting"), @"
        Kind: <b>Street lighting</b>.

        Where is it? Write the address, or send the location.
        <I am there now: send my location>
        <I don't know the address>
        ");
    let mut story = Story::english_at(0);
    insta::assert_snapshot!(story.write("There is a pothole in via Roma"), @"
        Kind: <b>Potholes and pavements</b>.

        Where is it? Write the address, or send the location.
        <I am there now: send my location>
        <I don't know the address>
        ");
    let mut story = Story::english_at(0);
    insta::assert_snapshot!(story.write("It smells bad"), @"
        Thank you, these words will be part of the report.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    story.press("Something else");
    // The words are there already: on to the photos. The keys are taken away first.
    insta::assert_snapshot!(story.write("via Roma 1"), @"
        Place: <b>via Roma 1</b>.
        (keys gone)
        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
}

#[test]
fn a_photo_before_it_was_asked_for_is_kept() {
    let mut story = Story::english_at(0);
    story.photo(Some("A hole"), None);
    insta::assert_snapshot!(story.settle(), @"
        The photo will be part of the report.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    let mut story = Story::english_at(2);
    story.photo(Some("A hole"), None);
    insta::assert_snapshot!(story.settle(), @"
        There is one photo. More can be sent, up to 5.
        [Done]
        ");
    let mut story = Story::english_at(2);
    insta::assert_snapshot!(story.one_photo(), @"
        The photo will be part of the report.

        What is wrong? A few words are enough.
        ");
}

#[test]
fn a_position_is_the_place_when_it_is_missing() {
    let mut story = Story::english_at(0);
    insta::assert_snapshot!(story.position(), @"
        Place: <b>location 45.65000, 13.77000</b>.

        What kind of problem is it?
        [Potholes and pavements]
        [Street lighting]
        [Something else]
        ");
    let mut story = Story::english_at(3);
    insta::assert_snapshot!(story.position(), @"
        The place is given already: it can be changed at the end, before sending.

        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
}

#[test]
fn more_words_are_added() {
    let mut story = Story::english_at(3);
    insta::assert_snapshot!(story.write("And it is getting bigger"), @"
        Added to the description.

        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
    story.press("No photo");
    let read = story.write("Be quick");
    assert!(read.contains("A deep hole\nAnd it is getting bigger\nBe quick"), "{read}");
    // A label typed instead of pressed.
    insta::assert_snapshot!(story.write("send"), @"
        To send it, just press the button below.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole
        And it is getting bigger
        Be quick</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    story.write("cancel");
    assert!(story.write("done").contains("No question is open"));
}

#[test]
fn what_cannot_be_used_is_answered_kindly() {
    let mut story = Story::english_at(2);
    let before = story.dialogue.clone();
    insta::assert_snapshot!(story.unusable(Unusable::Voice, None), @"
        Voice messages cannot be listened to here. Please write, even a few words, or send a photo.

        To speak with a person: URP, phone 040 000000
        ");
    for kind in [
        Unusable::Video,
        Unusable::VideoNote,
        Unusable::Audio,
        Unusable::Sticker,
        Unusable::Animation,
        Unusable::Document,
        Unusable::Contact,
        Unusable::Other,
    ] {
        assert!(story.unusable(kind, None).contains("URP, phone 040 000000"));
    }
    assert_eq!(story.dialogue, before);
    // In the evening it also says when the office opens, and 112. Nobody will read what could not be taken.
    story.now += TimeDelta::hours(10);
    insta::assert_snapshot!(story.unusable(Unusable::Sticker, None), @"
        Nice one! What helps here, though, is words, a photo or a location.

        To speak with a person: URP, phone 040 000000
        The office is closed now and opens again Wednesday 25 November at 08:00. If there is danger, call 112 at once.
        ");
}

#[test]
fn help_privacy_and_unknown_commands_work_at_every_step() {
    for answers in 0..5 {
        let mut story = Story::english_at(answers);
        let before = story.dialogue.clone();
        for command in ["help", "privacy", "mine", "language", "weather"] {
            assert_ne!(story.command(command), "", "{command}");
        }
        assert_eq!(story.dialogue, before, "the draft is untouched");
    }
    let mut story = Story::english();
    insta::assert_snapshot!(story.command("help"), @"
        <b>What can be done here</b>
        /new – report a problem, one question at a time
        /mine – see your reports, add something, withdraw them
        /cancel – cancel what is being written
        /language – change the language
        /privacy – how personal data is used

        To add something to a report, just reply to any message about it.

        To speak with a person: URP, phone 040 000000
        In an emergency call 112: messages here are not read round the clock.
        [Report a problem]
        [My reports] [Help]
        ");
    insta::assert_snapshot!(story.command("privacy"), @r#"
        Name, messages and photos are used only to deal with the report: here is the <a href="https://www.comune.example/privacy?a=1&amp;b=%222%22">privacy notice</a>.

        To speak with a person: URP, phone 040 000000
        "#);
    insta::assert_snapshot!(story.command("weather"), @"
        This command does not exist. /help shows what can be done.

        To speak with a person: URP, phone 040 000000
        [Report a problem]
        [My reports] [Help]
        ");
}

#[test]
fn of_many_photos_at_a_time_an_album_becomes_part_of_the_report() {
    let (mut story, id) = Story::english_sent();
    let room = story.report(id).room_for_photos();
    for _ in 0..30 {
        assert_eq!(story.photo(None, None), "");
    }
    assert!(story.settle().contains("10 photos"), "what is offered is what can be added");
    insta::assert_snapshot!(story.press("Add to"), @r#"
        Up to 10 photos can be added at a time: 20 were left out.
        => 2026-000001: add "", 10 photos
        "#);
    assert_eq!(story.report(id).room_for_photos(), room - 10);
}

#[test]
fn a_report_holds_no_photos_without_end() {
    let (mut story, id) = Story::english_sent();
    let filed = story.world.reports.iter_mut().find(|report| report.id == id).unwrap();
    filed.photos = vec![FileId(Uuid::nil()); 47];
    for _ in 0..4 {
        story.photo(Some("Look"), None);
    }
    story.settle();
    insta::assert_snapshot!(story.press("Add to"), @r#"
        Report 2026-000001 has as many photos as it can hold: the last one was left out. What it shows can be said in words.
        => 2026-000001: add "Look\nLook\nLook\nLook", 3 photos
        "#);
    // No more photos, but words are heard.
    story.one_photo();
    insta::assert_snapshot!(story.press("Add to"), @"
        Report 2026-000001 has as many photos as it can hold: the last one was left out. What it shows can be said in words.
        ");
}

#[test]
fn a_blocked_person_is_told_once_a_day() {
    let mut story = Story::english();
    story.person.blocked_at = Some(story.now);
    insta::assert_snapshot!(story.command("new"), @"
        For now no new reports are taken from this account. Reports that are still open will be answered all the same.

        To speak with a person: URP, phone 040 000000
        ");
    assert_eq!(story.command("new"), "");
    assert_eq!(story.write("A pothole"), "");
    story.wait(TimeDelta::days(1));
    assert!(story.write("A pothole").contains("no new reports"));
}

#[test]
fn who_is_blocked_in_the_middle_of_a_draft_cannot_send_it() {
    let mut story = Story::english_at(4);
    story.person.blocked_at = Some(story.now);
    assert!(story.press("Send").contains("no new reports"));
    assert_eq!(story.filed, 0);
}

#[test]
fn who_is_blocked_can_still_add_to_what_is_open() {
    let (mut story, _) = Story::english_sent();
    story.person.blocked_at = Some(story.now);
    insta::assert_snapshot!(story.write("It is bigger now"), @"
        Message received. This is not sent to the town yet.
        What is this about?
        [Add to 2026-000001, via Roma 12]
        [Cancel]
        ");
    insta::assert_snapshot!(story.press("Add to"), @r#"
        => 2026-000001: add "It is bigger now", 0 photos
        "#);
}

#[test]
fn blocking_and_unblocking_the_bot_is_quiet() {
    let mut story = Story::english_at(2);
    assert_eq!(story.update(Content::Membership { present: false, admin: false }), "");
    assert_eq!(story.update(Content::Nothing), "");
}

#[test]
fn a_plain_answer_may_be_typed() {
    let mut story = Story::english_at(3);
    insta::assert_snapshot!(story.write("No."), @"
        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    insta::assert_snapshot!(story.write("ok"), @"
        To send it, just press the button below.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    insta::assert_snapshot!(story.write("no"), @"
        To change something, just press the button below.

        Here is the report. Is it right?

        <b>Kind:</b> Potholes and pavements
        <b>Place:</b> via Roma 12
        <b>What is wrong:</b>
        <blockquote>A deep hole</blockquote>
        <b>Photos:</b> none
        [Send]
        [Change] [Cancel]
        ");
    // Whoever says more than that has something to add.
    let read = story.write("no, wait, there is another one beside it");
    assert!(read.contains("A deep hole\nno, wait, there is another one beside it"), "{read}");
}

#[test]
fn a_plain_answer_may_be_typed_in_each_language() {
    for (lang, no, yes) in [
        (Lang::It, "no, grazie", "sì"),
        (Lang::It, "Nessuna", "Invia!"),
        (Lang::Sl, "ne", "Da"),
        (Lang::De, "Nein", "passt"),
        // As many write in another language than their Telegram speaks.
        (Lang::En, "niente", "va bene"),
    ] {
        let mut story = Story::in_language(lang);
        story.command("new");
        story.write("buca");
        story.write("via Roma 12");
        story.write("profonda");
        let summary = story.write(no);
        let words = "<blockquote>profonda</blockquote>";
        assert!(summary.contains(words), "{no}: {summary}");
        let again = story.write(yes);
        assert!(again.contains(words), "{yes}: {again}");
        let lead = again.lines().next().unwrap();
        assert!(!summary.contains(lead), "{yes}: is told how it is sent: {again}");
        assert_eq!(story.filed, 0, "a button alone sends it");
    }
}

#[test]
fn whoever_has_photos_is_told_to_send_them() {
    let mut story = Story::english_at(3);
    insta::assert_snapshot!(story.write("Yes"), @"
        All right: photos can be sent here.

        Are there any photos to send? Up to 5.
        Please leave out faces and number plates.
        [No photo]
        ");
    story.one_photo();
    let summary = story.write("ok");
    assert!(
        summary.contains("<blockquote>A deep hole</blockquote>\n<b>Photos:</b> 1"),
        "{summary}"
    );
    // A mere no leaves nothing out that was sent already.
    story.change("Photos");
    let summary = story.write("no");
    assert!(summary.contains("<b>Photos:</b> 1"), "{summary}");
}

#[test]
fn a_typed_yes_goes_on_with_what_was_left() {
    let mut story = Story::english_at(2);
    assert!(story.wait(TimeDelta::minutes(61)).contains("Go on?"));
    assert_eq!(story.write("yes").lines().next(), Some("What is wrong? A few words are enough."));
    // From then on it is words like any other.
    assert!(story.write("yes").contains("Are there any photos"));
}

#[test]
fn cancel_in_other_words_is_no_address() {
    for word in ["annulla", "Prekini", "abbrechen", "cancel!"] {
        let read = Story::english_at(1).write(word);
        assert!(read.contains("what was written is thrown away"), "{word}: {read}");
    }
}
